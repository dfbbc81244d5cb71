WITH numbered AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY seller ORDER BY dateTime, id) AS n FROM winner
)
SELECT this.seller, SUM(before.price) / COUNT(*) AS average
FROM numbered this JOIN numbered before ON before.seller = this.seller AND before.n BETWEEN this.n - 10 AND this.n
GROUP BY this.seller, this.n
