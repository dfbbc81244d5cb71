SELECT DISTINCT p.id, p.name, make_timestamp(epoch_ms(p.dateTime) // 10000 * 10000000) AS starttime
FROM person p
WHERE EXISTS (
  SELECT * FROM auction a WHERE a.seller = p.id AND epoch_ms(a.dateTime) // 10000 = epoch_ms(p.dateTime) // 10000)
