-- Currency conversion: each bid's price in euros.

CREATE STREAM q1 AS
SELECT STREAM auction, bidder, 0.908 * price AS price, dateTime, extra FROM bid;
