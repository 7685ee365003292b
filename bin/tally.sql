-- What stands around the tables: a name, and a query that gives the same rows in two databases that are the same.

-- the database
SELECT datdba::regrole, ARRAY(SELECT unnest(datacl)::text ORDER BY 1) FROM pg_database WHERE datname = current_database();

-- schemas
SELECT nspname, nspowner::regrole, ARRAY(SELECT unnest(nspacl)::text ORDER BY 1)
FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)';

-- owners and grants
SELECT oid::regclass, relkind, relowner::regrole, relrowsecurity, relforcerowsecurity, reloptions,
  ARRAY(SELECT unnest(relacl)::text ORDER BY 1)
FROM pg_class WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)';

-- grants to come
SELECT defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, ARRAY(SELECT unnest(defaclacl)::text ORDER BY 1)
FROM pg_default_acl;

-- columns
SELECT attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attacl,
  pg_get_expr(adbin, adrelid)
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND attnum > 0 AND NOT attisdropped;

-- constraints
SELECT conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace::regnamespace::text !~ '^(pg_|information_schema)';

-- indexes
SELECT pg_get_indexdef(indexrelid), indisvalid
FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)';

-- triggers
SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal;

-- policies
SELECT * FROM pg_policies;

-- functions
SELECT pg_get_functiondef(oid), proowner::regrole, ARRAY(SELECT unnest(proacl)::text ORDER BY 1)
FROM pg_proc WHERE pronamespace::regnamespace::text !~ '^(pg_|information_schema)' AND prokind <> 'a';

-- views
SELECT oid::regclass, pg_get_viewdef(oid)
FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)';
