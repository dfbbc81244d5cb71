-- Processing time windows: how many bids each bidder made in each ten seconds of the server's clock.

CREATE VIEW bid_by_clock AS SELECT *, PROCTIME() AS p_time FROM bid;

CREATE MATERIALIZED VIEW q12 AS
SELECT bidder, COUNT(*) AS bid_count, window_start AS starttime, window_end AS endtime
FROM TABLE(TUMBLE(TABLE bid_by_clock, DESCRIPTOR(p_time), INTERVAL '10' SECOND))
GROUP BY bidder, window_start, window_end;
