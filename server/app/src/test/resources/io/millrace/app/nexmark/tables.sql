CREATE TABLE person AS SELECT * FROM read_json('${directory}/person.jsonl', format = 'newline_delimited', columns = {
  id: 'BIGINT', name: 'VARCHAR', emailAddress: 'VARCHAR', creditCard: 'VARCHAR', city: 'VARCHAR', state: 'VARCHAR',
  dateTime: 'TIMESTAMP', extra: 'VARCHAR'});

CREATE TABLE auction AS SELECT * FROM read_json('${directory}/auction.jsonl', format = 'newline_delimited', columns = {
  id: 'BIGINT', itemName: 'VARCHAR', description: 'VARCHAR', initialBid: 'BIGINT', reserve: 'BIGINT',
  dateTime: 'TIMESTAMP', expires: 'TIMESTAMP', seller: 'BIGINT', category: 'BIGINT', extra: 'VARCHAR'});

CREATE TABLE bid AS SELECT * FROM read_json('${directory}/bid.jsonl', format = 'newline_delimited', columns = {
  auction: 'BIGINT', bidder: 'BIGINT', price: 'BIGINT', channel: 'VARCHAR', url: 'VARCHAR',
  dateTime: 'TIMESTAMP', extra: 'VARCHAR'});

-- Bids while their auction was open; only the highest ones, of which there can be several.
CREATE VIEW timely AS
SELECT a.id, a.seller, a.category, b.price, b.dateTime FROM auction a JOIN bid b ON a.id = b.auction
WHERE b.dateTime >= a.dateTime AND b.dateTime <= a.expires;

CREATE VIEW winner AS
SELECT id, seller, category, MAX(price) AS price, ARG_MAX(dateTime, (price, -epoch_ms(dateTime))) AS dateTime
FROM timely GROUP BY id, seller, category;

CREATE VIEW ranked AS
SELECT *, CASE WHEN price < 10000 THEN 1 WHEN price < 1000000 THEN 2 ELSE 3 END AS tier,
  strftime(dateTime, '%Y-%m-%d') AS "day" FROM bid;
