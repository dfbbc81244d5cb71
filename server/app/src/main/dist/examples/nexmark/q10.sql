-- Log to files: each bid, in a directory for each day and minute.

CREATE SINK q10 AS
SELECT STREAM
  auction, bidder, price, dateTime, extra,
  DATE_FORMAT(dateTime, 'yyyy-MM-dd') AS dt,
  DATE_FORMAT(dateTime, 'HH:mm') AS hm
FROM bid
WITH (connector = 'files', path = 'out/bid', format = 'csv', partition.by = 'dt, hm', existing = 'replace');
