SELECT auction, bidder, MAX(dateTime) AS dateTime FROM bid GROUP BY auction, bidder
