SELECT a.*, b.auction, b.bidder, b.price, b.dateTime AS bid_dateTime, b.extra AS bid_extra
FROM winner w JOIN auction a USING (id) JOIN bid b ON b.auction = w.id AND b.price = w.price AND b.dateTime = w.dateTime
