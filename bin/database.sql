-- The two database users and what each may do. Run by the cluster's superuser; safe to run again.
-- papg_owner owns the database and migrates; papg_app serves: it reads and writes rows, owns nothing and changes no table.
-- Without passwords in the environment (a private cluster behind a closed socket) nobody can sign in with one.
\set ON_ERROR_STOP on
\set owner_password ''
\set app_password ''
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
SET client_min_messages = error;

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['papg_owner', 'papg_app']) AS name
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
-- Whom row-level security does not hold: it moves the tables and saves all of their rows, and never serves
ALTER ROLE papg_owner BYPASSRLS;
ALTER ROLE papg_owner PASSWORD :'owner_password';
ALTER ROLE papg_app PASSWORD :'app_password';

-- PostgreSQL's log holds neither statements nor rows that were refused: what people wrote stands in them
SELECT format('ALTER ROLE %I SET %s', role, setting)
FROM unnest(ARRAY['papg_owner', 'papg_app']) AS role,
  unnest(ARRAY['log_min_error_statement = panic', 'log_error_verbosity = terse', 'log_parameter_max_length_on_error = 0',
    'log_statement = none', 'log_min_duration_statement = -1']) AS setting \gexec

SELECT 'CREATE DATABASE papg OWNER papg_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'papg') \gexec
\connect papg
REVOKE ALL ON DATABASE papg FROM PUBLIC;
GRANT CONNECT ON DATABASE papg TO papg_app;

ALTER DEFAULT PRIVILEGES FOR ROLE papg_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO papg_app;
ALTER DEFAULT PRIVILEGES FOR ROLE papg_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO papg_app;
