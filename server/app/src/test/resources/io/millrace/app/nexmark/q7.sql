WITH highest AS (
  SELECT epoch_ms(dateTime) // 10000 AS tenth, MAX(price) AS price FROM bid GROUP BY ALL
)
SELECT b.auction, b.price, b.bidder, b.dateTime, b.extra
FROM bid b JOIN highest h ON b.price = h.price AND epoch_ms(b.dateTime) BETWEEN h.tenth * 10000 AND h.tenth * 10000 + 10000
