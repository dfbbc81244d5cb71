-- What is sold out in a table of PostgreSQL, at any time.
--
-- PostgreSQL needs wal_level = logical, and once, in a database "shop",
--   CREATE TABLE stock (item INT PRIMARY KEY, name TEXT, pieces INT);
--   ALTER TABLE stock REPLICA IDENTITY FULL;
--   CREATE PUBLICATION millrace FOR TABLE stock;
--
-- Run                    bin/millrace server --init examples/stock-of-postgresql.sql
-- Watch what happens     SELECT STREAM * FROM sold_out EMIT CHANGES;

CREATE TABLE stock (
  item INT PRIMARY KEY,
  name VARCHAR,
  pieces INT
) WITH (
  connector = 'postgres-cdc',
  url = 'jdbc:postgresql://localhost:5432/shop',
  user = 'postgres',
  table = 'public.stock',
  publication = 'millrace'
);

CREATE MATERIALIZED VIEW sold_out AS
SELECT item, name FROM stock WHERE pieces = 0;
