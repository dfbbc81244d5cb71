SELECT id, price, dateTime AS bid_dateTime FROM winner
