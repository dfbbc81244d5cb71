ALTER MATERIALIZED VIEW noted SUSPEND
UPDATE stock SET amount = 12 WHERE item = 'cup'
ALTER MATERIALIZED VIEW noted RESUME
CREATE MATERIALIZED VIEW noted_late AS SELECT COUNT(*) AS n, MAX(n) AS most FROM notes
CREATE SINK noted_out AS SELECT STREAM n + 100 AS n FROM notes WITH (connector = 'files', path = 'noted', format = 'json')
