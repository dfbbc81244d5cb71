CREATE STREAM bids (id BIGINT NOT NULL, item VARCHAR NOT NULL, price DECIMAL(10, 2) NOT NULL, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '10' SECOND);
CREATE TABLE owners (item VARCHAR PRIMARY KEY, owner VARCHAR NOT NULL);
CREATE TABLE rates (item VARCHAR NOT NULL, rate INT NOT NULL) WITH (connector = 'files', path = 'rates.csv', format = 'csv');
CREATE STREAM feed (n BIGINT NOT NULL, item INT NOT NULL)
  WITH (connector = 'generator', rows = 200, rate = 1000, fields.n.kind = 'sequence', fields.item.min = 0, fields.item.max = 2);
CREATE VIEW cheap AS SELECT id, item, price FROM bids WHERE price < 20;
CREATE MATERIALIZED VIEW by_item AS
  SELECT item, COUNT(*) AS n, SUM(price) AS total, MIN(price) AS least, MAX(ts) AS newest, AVG(price) AS middle FROM bids GROUP BY item;
CREATE MATERIALIZED VIEW busy AS SELECT COUNT(*) AS items, SUM(n) AS n FROM by_item WHERE n > 1;
CREATE MATERIALIZED VIEW by_minute AS
  SELECT window_start, item, COUNT(*) AS n, SUM(price) AS total
  FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, item;
CREATE STREAM closed AS SELECT STREAM window_start, window_end, COUNT(*) AS n
  FROM TABLE(HOP(TABLE bids, DESCRIPTOR(ts), INTERVAL '30' SECOND, INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
CREATE MATERIALIZED VIEW of_closed AS SELECT COUNT(*) AS windows, SUM(n) AS n FROM closed;
CREATE MATERIALIZED VIEW visits AS
  SELECT item, window_start, window_end, COUNT(*) AS n
  FROM TABLE(SESSION(TABLE bids PARTITION BY item, DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY item, window_start, window_end;
CREATE MATERIALIZED VIEW owned AS
  SELECT b.id, o.owner, r.rate FROM bids AS b JOIN owners AS o ON b.item = o.item LEFT JOIN rates AS r ON b.item = r.item;
CREATE MATERIALIZED VIEW best AS
  SELECT item, id, price FROM bids QUALIFY ROW_NUMBER() OVER (PARTITION BY item ORDER BY price DESC, id) <= 2;
CREATE MATERIALIZED VIEW shares AS SELECT id, 100 / (id - 7) AS share FROM bids;
CREATE MATERIALIZED VIEW rises AS
  SELECT item, first_id, last_id FROM bids MATCH_RECOGNIZE (
    PARTITION BY item ORDER BY ts MEASURES A.id AS first_id, B.id AS last_id
    ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
    PATTERN (A B) WITHIN INTERVAL '1' HOUR DEFINE B AS B.price > A.price);
CREATE MATERIALIZED VIEW fed AS SELECT item, COUNT(*) AS n, SUM(n) AS total FROM feed GROUP BY item;
CREATE MATERIALIZED VIEW quiet AS SELECT item, COUNT(DISTINCT id) AS n FROM bids GROUP BY item;
CREATE SINK dear AS SELECT STREAM id, item, price FROM bids WHERE price > 20
  WITH (connector = 'files', path = 'out', format = 'json');
INSERT INTO owners VALUES ('vase', 'Ann'), ('lamp', 'Bob');
INSERT INTO bids VALUES
  (1, 'vase', 12.50, TIMESTAMP '2024-05-01 10:00:05'), (2, 'lamp', 30.00, TIMESTAMP '2024-05-01 10:00:07'),
  (3, 'vase', 21.00, TIMESTAMP '2024-05-01 10:00:20'), (4, 'größe', 8.25, TIMESTAMP '2024-05-01 10:01:10');
INSERT INTO bids VALUES (5, 'lamp', 31.00, TIMESTAMP '2024-05-01 10:02:30'), (6, 'lamp', 29.00, NULL);
CHECKPOINT;
ALTER MATERIALIZED VIEW quiet SUSPEND;
INSERT INTO bids VALUES (7, 'vase', 40.00, TIMESTAMP '2024-05-01 10:03:00');
INSERT INTO bids VALUES (8, 'vase', 41.00, TIMESTAMP '2024-05-01 10:00:01');
CHECKPOINT;
CREATE MATERIALIZED VIEW late_made AS SELECT COUNT(*) AS n, SUM(id) AS ids FROM cheap;
CREATE TABLE gone (a INT);
INSERT INTO owners VALUES ('größe', 'Çelik');
INSERT INTO bids VALUES (9, 'lamp', 35.00, TIMESTAMP '2024-05-01 10:04:00'), (10, 'vase', 5.00, TIMESTAMP '2024-05-01 10:04:10');
DROP TABLE gone;
INSERT INTO bids VALUES (11, 'größe', 99.99, TIMESTAMP '2024-05-01 10:00:30'), (12, 'lamp', 19.00, TIMESTAMP '2024-05-01 10:05:00');
CREATE TABLE stock (item VARCHAR PRIMARY KEY, amount INT NOT NULL) WITH (on_conflict = 'update');
CREATE TABLE links (a VARCHAR, b VARCHAR, PRIMARY KEY (a, b));
CREATE FUNCTION twice(n INT) RETURNS INT AS n * 2;
CREATE MATERIALIZED VIEW paths AS
  WITH RECURSIVE p AS (SELECT a, b FROM links UNION SELECT p.a, l.b FROM p JOIN links AS l ON p.b = l.a) SELECT a, b FROM p;
CREATE MATERIALIZED VIEW doubled AS SELECT item, twice(amount) AS amount FROM stock;
COMMENT ON TABLE stock IS 'what is there';
COMMENT ON COLUMN stock.amount IS 'in pieces';
INSERT INTO stock VALUES ('vase', 1), ('lamp', 2), ('cup', 3);
INSERT INTO links VALUES ('a', 'b'), ('b', 'c'), ('c', 'a');
CREATE TABLE shapes (spare INT, id INT PRIMARY KEY, tags MAP<VARCHAR, INT>, place ROW(x INT, y VARCHAR ARRAY));
CREATE MATERIALIZED VIEW places AS SELECT place, COUNT(*) AS n, MIN(tags) AS tags FROM shapes GROUP BY place;
INSERT INTO shapes VALUES (0, 1, MAP['b', 2, 'a', 1], ROW(1, ARRAY['x', NULL])), (0, 2, NULL, NULL), (0, 3, MAP['c', NULL], ROW(NULL, NULL));
CREATE STREAM notes (n BIGINT) WITH (connector = 'troubled', id = 'golden');
CREATE MATERIALIZED VIEW noted AS SELECT COUNT(*) AS n, SUM(n) AS total FROM notes;
CREATE MATERIALIZED VIEW noted_stock AS SELECT n, item FROM notes JOIN stock ON n = amount;
CREATE SINK notes_out AS SELECT STREAM n FROM notes WITH (connector = 'files', path = 'notes', format = 'csv');
CHECKPOINT;
INSERT INTO stock VALUES ('vase', 10), ('dish', 4);
INSERT INTO stock VALUES ('lamp', 5) ON CONFLICT (item) DO UPDATE SET amount = stock.amount + EXCLUDED.amount;
UPDATE stock SET amount = amount + 100 WHERE item = 'cup';
BEGIN;
INSERT INTO links VALUES ('c', 'd');
DELETE FROM links WHERE a = 'c' AND b = 'a';
UPDATE stock SET amount = 0 WHERE item = 'dish';
COMMIT;
CREATE OR REPLACE FUNCTION half(n INT) RETURNS INT AS n / 2;
CREATE SINK counted AS SELECT STREAM id, item FROM bids WHERE id <= 2 WITH (connector = 'files', path = 'counted', format = 'json');
BEGIN;
CREATE TABLE together (id INT PRIMARY KEY, tags MAP<VARCHAR, INT>);
INSERT INTO together VALUES (1, MAP['z', 26]);
CREATE MATERIALIZED VIEW of_together AS SELECT s.id, t.tags, s.place FROM together AS t JOIN shapes AS s ON t.id = s.id;
CREATE SINK together_out AS SELECT STREAM id, item FROM bids WHERE id <= 3 WITH (connector = 'files', path = 'together', format = 'json');
ALTER TABLE shapes DROP COLUMN spare;
CREATE OR REPLACE VIEW cheap AS SELECT id, item, price FROM bids WHERE price < 20;
UPDATE shapes SET tags = MAP['q', 9] WHERE id = 2;
DROP FUNCTION half;
COMMIT;
CREATE OR REPLACE FUNCTION half(n INT) RETURNS INT AS n / 2;
CREATE SINK in_text AS SELECT STREAM item FROM bids WHERE id <= 2 WITH (connector = 'files', path = 'text', format = 'text');
