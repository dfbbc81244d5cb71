SELECT auction, bidder, price, dateTime, CAST(7 * (auction % 10000) AS VARCHAR) AS "value" FROM bid
