SELECT auction, bidder, price * CAST('0.908' AS DECIMAL(4, 3)) AS price,
  list_extract(['nightTime', 'dayTime', 'otherTime'],
    CASE WHEN extract('hour' FROM dateTime) BETWEEN 8 AND 18 THEN 2
      WHEN extract('hour' FROM dateTime) IN (7, 19) THEN 3 ELSE 1 END) AS bidTimeType,
  dateTime, extra, len(regexp_extract_all(extra, 'c')) AS c_counts
FROM bid
WHERE price * 908 > 1000000000 AND price * 908 < 50000000000
