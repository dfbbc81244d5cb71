WITH placed AS (
  SELECT auction, UNNEST(range(epoch_ms(dateTime) // 2000 - 4, epoch_ms(dateTime) // 2000 + 1)) AS slide FROM bid
), counted AS (
  SELECT auction, slide, COUNT(*) AS num FROM placed GROUP BY auction, slide
)
SELECT auction, num FROM counted QUALIFY RANK() OVER (PARTITION BY slide ORDER BY num DESC) = 1
