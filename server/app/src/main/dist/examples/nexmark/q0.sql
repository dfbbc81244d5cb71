-- Pass-through: what it costs to read rows and hand them on.

CREATE STREAM q0 AS
SELECT STREAM auction, bidder, price, dateTime, extra FROM bid;
