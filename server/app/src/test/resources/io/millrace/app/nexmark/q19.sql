SELECT auction, UNNEST(prices[1:10]) AS price, UNNEST(range(1, least(len(prices), 10) + 1)) AS rank_number
FROM (SELECT auction, list(price ORDER BY price DESC) AS prices FROM bid GROUP BY auction)
