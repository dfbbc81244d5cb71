SELECT p.name, p.city, p.state, a.id
FROM (SELECT * FROM auction WHERE category = 10) a
JOIN (SELECT * FROM person WHERE state IN ('OR', 'ID', 'CA')) p ON p.id = a.seller
