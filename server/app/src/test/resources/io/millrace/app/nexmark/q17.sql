SELECT auction, "day",
  COUNT(*) AS total_bids,
  SUM(CASE tier WHEN 1 THEN 1 ELSE 0 END) AS rank1_bids,
  SUM(CASE tier WHEN 2 THEN 1 ELSE 0 END) AS rank2_bids,
  SUM(CASE tier WHEN 3 THEN 1 ELSE 0 END) AS rank3_bids,
  MIN(price) AS min_price, MAX(price) AS max_price, SUM(price) / COUNT(*) AS avg_price, SUM(price) AS sum_price
FROM ranked GROUP BY auction, "day"
