CREATE USER ann PASSWORD 'ann-secret'
CREATE ROLE analyst
GRANT analyst TO ann
CREATE SECRET shop_password AS 'first-word'
CREATE CONNECTION shop WITH (type = 'jdbc', url = '${database}', user = 'shop', password = SECRET shop_password)
CREATE CONNECTION bus WITH (type = 'kafka', brokers = '${broker}')
CREATE TABLE documents (id INT PRIMARY KEY, body VARIANT)
CREATE MATERIALIZED VIEW kinds AS SELECT body:kind AS kind, COUNT(*) AS n, MIN(body:size::INT) AS least FROM documents GROUP BY body:kind
CREATE MATERIALIZED VIEW sizes AS SELECT id, body:size::INT AS size FROM documents
CREATE TABLE receipts (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, reference VARCHAR UNIQUE, amount INT DEFAULT 1 CHECK (amount > 0))
CREATE TABLE fares (id BIGINT PRIMARY KEY, route VARCHAR, price DECIMAL(10, 2)) WITH (connector = 'files', path = 'fares.json', format = 'debezium-json')
CREATE MATERIALIZED VIEW routes AS SELECT route, SUM(price) AS total FROM fares GROUP BY route
CREATE TABLE suppliers (id BIGINT PRIMARY KEY, name VARCHAR) WITH (connection = shop, table = 'suppliers')
CREATE TABLE customers (id BIGINT PRIMARY KEY, name VARCHAR) WITH (connection = shop, table = 'customers', lookup = true)
CREATE STREAM orders (n INT, customer BIGINT)
CREATE MATERIALIZED VIEW named AS SELECT n, name FROM orders AS o JOIN customers FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP AS c ON o.customer = c.id
CREATE STREAM clicks (n BIGINT) WITH (connection = bus, topic = 'clicks', format = 'json')
CREATE MATERIALIZED VIEW clicked AS SELECT COUNT(*) AS n, SUM(n) AS total FROM clicks
CREATE SINK to_database FROM sizes WITH (connection = shop, table = 'sizes', mode = 'upsert')
CREATE SINK to_topic FROM sizes WITH (connection = bus, topic = 'sizes', format = 'json', mode = 'upsert')
CREATE FUNCTION doubled(n INT) RETURNS INT AS n * 2
CREATE FUNCTION large(least INT) RETURNS TABLE (id INT, size INT) AS SELECT id, size FROM sizes WHERE size >= least
GRANT SELECT ON kinds TO analyst
INSERT INTO documents VALUES (1, '{"kind":"a","size":3,"tags":["x",null]}'), (2, '{"kind":"b","size":5}'), (3, NULL)
INSERT INTO orders VALUES (1, 1), (2, 2), (3, 9)
INSERT INTO receipts (reference) VALUES ('r1'), ('r2')
