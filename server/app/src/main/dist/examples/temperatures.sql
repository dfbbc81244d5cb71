-- Celsius from a socket to Fahrenheit.
--
-- Send temperatures with  nc -lk 9998
-- and type lines such as  cellar,12.5
-- Watch the result with   SELECT STREAM * FROM fahrenheit;

CREATE STREAM celsius (
  place VARCHAR,
  degrees DOUBLE
) WITH (connector = 'socket', host = 'localhost', port = 9998, format = 'csv');

CREATE STREAM fahrenheit AS
SELECT STREAM place, degrees * 9 / 5 + 32 AS degrees FROM celsius;
