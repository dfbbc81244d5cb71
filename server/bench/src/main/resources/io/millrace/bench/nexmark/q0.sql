SELECT STREAM auction, bidder, price, dateTime, extra FROM bid
