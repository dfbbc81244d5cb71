SELECT auction, bidder, price, channel, channel_id
FROM (
  SELECT *, CASE channel WHEN 'Apple' THEN '0' WHEN 'Google' THEN '1' WHEN 'Facebook' THEN '2' WHEN 'Baidu' THEN '3'
    ELSE CASE WHEN contains(url, '&channel_id=') THEN split_part(split_part(url, '&channel_id=', 2), '&', 1) END END AS channel_id
  FROM bid)
WHERE channel_id IS NOT NULL
