-- Finds the ERROR lines in a directory of logs: in the files that are there, and in each new one.
--
-- Try it with            cp server.log logs/
-- Watch the lines with   SELECT STREAM * FROM error_lines;

CREATE STREAM log_lines (
  line VARCHAR
) WITH (connector = 'files', path = 'logs', pattern = '*.log', format = 'text', watch = true);

CREATE STREAM error_lines AS
SELECT STREAM line FROM log_lines WHERE line LIKE '%ERROR%';

CREATE MATERIALIZED VIEW error_count AS
SELECT COUNT(*) AS lines, COUNT(*) FILTER (WHERE line LIKE '%ERROR%') AS errors FROM log_lines;
