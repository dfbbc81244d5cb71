-- Counts the words of lines that come over the network.
--
-- Send lines with        nc -lk 9997
-- Watch the counts with  SELECT STREAM * FROM word_counts EMIT CHANGES;

CREATE STREAM lines (
  line VARCHAR
) WITH (connector = 'socket', host = 'localhost', port = 9997, format = 'text');

CREATE MATERIALIZED VIEW word_counts AS
SELECT word, COUNT(*) AS times
FROM lines CROSS JOIN UNNEST(SPLIT(LOWER(line), ' ')) AS words (word)
WHERE word <> ''
GROUP BY word;
