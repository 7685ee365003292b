-- The three database users and what each may do. Run by the cluster's superuser; safe to run again.
-- papg_owner owns the database and migrates; papg_app serves: it reads and writes rows, owns nothing and changes no table;
-- papg_backup reads every row of every table, whatever is kept from others, and writes nothing.
-- Without passwords in the environment (a private cluster behind a closed socket) nobody can sign in with one.
\set ON_ERROR_STOP on
\set owner_password ''
\set app_password ''
\set backup_password ''
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv backup_password BACKUP_PASSWORD
SET client_min_messages = error;

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['papg_owner', 'papg_app', 'papg_backup']) AS name
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
-- Whom row-level security does not hold: it moves the tables and saves all of their rows, and never serves
ALTER ROLE papg_owner BYPASSRLS;
ALTER ROLE papg_owner PASSWORD :'owner_password';
ALTER ROLE papg_app PASSWORD :'app_password';
ALTER ROLE papg_backup BYPASSRLS PASSWORD :'backup_password';
ALTER ROLE papg_backup SET default_transaction_read_only = on;
GRANT pg_read_all_data TO papg_backup;

-- PostgreSQL's log holds neither statements nor rows that were refused: what people wrote stands in them
SELECT format('ALTER ROLE %I SET %s', role, setting)
FROM unnest(ARRAY['papg_owner', 'papg_app', 'papg_backup']) AS role,
  unnest(ARRAY['log_min_error_statement = panic', 'log_error_verbosity = terse', 'log_parameter_max_length_on_error = 0',
    'log_statement = none', 'log_min_duration_statement = -1']) AS setting \gexec

SELECT 'CREATE DATABASE papg OWNER papg_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'papg') \gexec
\connect papg
REVOKE ALL ON DATABASE papg FROM PUBLIC;
GRANT CONNECT ON DATABASE papg TO papg_app, papg_backup;

ALTER DEFAULT PRIVILEGES FOR ROLE papg_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO papg_app;
ALTER DEFAULT PRIVILEGES FOR ROLE papg_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO papg_app;
