SELECT "day",
  COUNT(*) AS total_bids,
  SUM(CASE tier WHEN 1 THEN 1 ELSE 0 END) AS rank1_bids,
  SUM(CASE tier WHEN 2 THEN 1 ELSE 0 END) AS rank2_bids,
  SUM(CASE tier WHEN 3 THEN 1 ELSE 0 END) AS rank3_bids,
  len(list_distinct(list(bidder))) AS total_bidders,
  COUNT(DISTINCT CASE tier WHEN 1 THEN bidder END) AS rank1_bidders,
  COUNT(DISTINCT CASE tier WHEN 2 THEN bidder END) AS rank2_bidders,
  COUNT(DISTINCT CASE tier WHEN 3 THEN bidder END) AS rank3_bidders,
  len(list_distinct(list(auction))) AS total_auctions,
  COUNT(DISTINCT CASE tier WHEN 1 THEN auction END) AS rank1_auctions,
  COUNT(DISTINCT CASE tier WHEN 2 THEN auction END) AS rank2_auctions,
  COUNT(DISTINCT CASE tier WHEN 3 THEN auction END) AS rank3_auctions
FROM ranked GROUP BY "day"
