WITH stepped AS (
  SELECT bidder, dateTime,
    CASE WHEN dateTime <= LAG(dateTime) OVER (PARTITION BY bidder ORDER BY dateTime) + INTERVAL 10 SECOND THEN 0 ELSE 1 END AS first
  FROM bid
), islands AS (
  SELECT bidder, dateTime, SUM(first) OVER (PARTITION BY bidder ORDER BY dateTime RANGE UNBOUNDED PRECEDING) AS island
  FROM stepped
)
SELECT bidder, COUNT(*) AS bid_count, MIN(dateTime) AS starttime, MAX(dateTime) + INTERVAL 10 SECOND AS endtime
FROM islands GROUP BY bidder, island
