-- Stock prices from a socket, and two kinds of alerts.
--
-- Send prices with        nc -lk 9999
-- and type lines such as  ACME,101.50,2024-01-02 09:30:00
-- Watch the alerts with   SELECT STREAM * FROM alerts;

CREATE STREAM prices (
  symbol VARCHAR,
  price DECIMAL(12, 2),
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH (connector = 'socket', host = 'localhost', port = 9999, format = 'csv');

-- A price above a threshold.
CREATE STREAM high_prices AS
SELECT STREAM ts, symbol, price FROM prices WHERE price > 500;

-- A change of more than 5 % against the previous price of the same symbol, in the order of time: known once the watermark has passed.
CREATE STREAM jumps AS
SELECT STREAM ts, symbol, previous, price
FROM (
  SELECT ts, symbol, price, LAG(price) OVER (PARTITION BY symbol ORDER BY ts) AS previous
  FROM prices
)
WHERE ABS(price - previous) > 0.05 * previous;

CREATE STREAM alerts AS
SELECT STREAM ts, symbol, 'price above 500' AS reason FROM high_prices
UNION ALL
SELECT ts, symbol, 'change of more than 5 %' FROM jumps;
