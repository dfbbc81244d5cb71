-- Bounded side input join: each bid with the entry of a table as it is when the bid comes.

CREATE TABLE side_input ("key" BIGINT PRIMARY KEY, "value" VARCHAR)
WITH (connector = 'generator', rows = 10000,
  fields.key.kind = 'sequence', fields.value.kind = 'sequence', fields.value.step = 7);

CREATE STREAM q13 AS
SELECT STREAM B.auction, B.bidder, B.price, B.dateTime, S."value"
FROM (SELECT *, PROCTIME() AS p_time FROM bid) B
JOIN side_input FOR SYSTEM_TIME AS OF B.p_time AS S
ON MOD(B.auction, 10000) = S."key";
