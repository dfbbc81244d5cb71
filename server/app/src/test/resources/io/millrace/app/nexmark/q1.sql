SELECT auction, bidder, price * CAST('0.908' AS DECIMAL(4, 3)) AS price, dateTime, extra FROM bid
