-- Selection: bids on some auctions.

CREATE STREAM q2 AS
SELECT STREAM auction, price FROM bid WHERE MOD(auction, 123) = 0;
