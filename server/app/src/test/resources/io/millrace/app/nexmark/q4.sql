SELECT category, SUM(price) / COUNT(*) AS average FROM winner GROUP BY category
