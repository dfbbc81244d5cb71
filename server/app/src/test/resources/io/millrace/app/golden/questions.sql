SELECT * FROM bids
SELECT * FROM owners
SELECT * FROM rates
SELECT MIN(n), MAX(n), COUNT(DISTINCT n) FROM feed
SELECT * FROM cheap
SELECT * FROM by_item
SELECT * FROM busy
SELECT * FROM by_minute
SELECT * FROM closed
SELECT * FROM of_closed
SELECT COUNT(*) FROM closed$late
SELECT * FROM visits
SELECT * FROM owned
SELECT * FROM best
SELECT * FROM shares
SELECT COUNT(*) FROM shares$errors
SELECT * FROM rises
SELECT * FROM fed
SELECT * FROM quiet
SELECT * FROM late_made
SELECT name, status FROM sys.views
SELECT name, status, delivered_rows FROM sys.sinks
SELECT SUM(n) FROM by_item
