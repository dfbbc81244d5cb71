-- US domestic flights of January to March 2001 (US Department of Transportation), in the order in which they took off.
-- The demo replays them, 1,000 a second; with --once, and in a server of your own, they are read at once.

CREATE STREAM flights (
  ts TIMESTAMP(3),
  origin VARCHAR,
  destination VARCHAR,
  delay INT,
  distance INT,
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH (connector = 'files', path = 'data/flights.jsonl', format = 'json' /* live: , rate = 1000 */);

CREATE TABLE airports (
  iata VARCHAR PRIMARY KEY,
  name VARCHAR,
  city VARCHAR,
  state VARCHAR,
  country VARCHAR,
  latitude DOUBLE,
  longitude DOUBLE
) WITH (connector = 'files', path = 'data/airports.csv', format = 'csv', header = true);

-- Departures and average delay per state and day; a day is there when it is over.
CREATE MATERIALIZED VIEW daily_departures AS
SELECT f.window_start AS departure_day, a.state, COUNT(*) AS departures, AVG(CAST(f.delay AS DOUBLE)) AS average_delay
FROM TABLE(TUMBLE(TABLE flights, DESCRIPTOR(ts), INTERVAL '1' DAY)) AS f
JOIN airports AS a ON f.origin = a.iata
GROUP BY f.window_start, f.window_end, a.state
EMIT ON WINDOW CLOSE;

-- Each day, how each airport did in the last seven days.
CREATE MATERIALIZED VIEW weekly_delays AS
SELECT window_end AS week_end, origin, COUNT(*) AS departures, AVG(CAST(delay AS DOUBLE)) AS average_delay
FROM TABLE(HOP(TABLE flights, DESCRIPTOR(ts), INTERVAL '1' DAY, INTERVAL '7' DAY))
GROUP BY window_start, window_end, origin
EMIT ON WINDOW CLOSE;

-- The three worst of them, among those with ten flights or more.
CREATE MATERIALIZED VIEW worst_airports AS
SELECT week_end, place, origin, departures, average_delay
FROM (
  SELECT week_end, origin, departures, average_delay,
    ROW_NUMBER() OVER (PARTITION BY week_end ORDER BY average_delay DESC, origin) AS place
  FROM weekly_delays
  WHERE departures >= 10
)
WHERE place <= 3;

CREATE STREAM very_late AS
SELECT STREAM ts, origin, destination, delay FROM flights WHERE delay > 120;
