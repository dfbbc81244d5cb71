-- What the demo prints: rows as windows close, or, with --once, all of them in this order at the end.

SELECT STREAM departure_day, state, departures, ROUND(average_delay, 1) AS average_delay
FROM daily_departures WHERE state = 'CA' EMIT CHANGES;

SELECT STREAM week_end, place, origin, departures, ROUND(average_delay, 1) AS average_delay
FROM worst_airports WHERE place = 1 EMIT CHANGES;

SELECT STREAM ts, origin, destination, delay
FROM very_late WHERE delay > 240;
