-- scripts: ../nexmark/generator.sql ../nexmark/q0.sql ../nexmark/q1.sql ../nexmark/q2.sql ../nexmark/q3.sql ../nexmark/q4.sql ../nexmark/q5.sql ../nexmark/q6.sql ../nexmark/q7.sql ../nexmark/q8.sql ../nexmark/q9.sql ../nexmark/q11.sql ../nexmark/q12.sql ../nexmark/q13.sql ../nexmark/q14.sql ../nexmark/q15.sql ../nexmark/q16.sql ../nexmark/q17.sql ../nexmark/q18.sql ../nexmark/q19.sql ../nexmark/q20.sql ../nexmark/q21.sql ../nexmark/q22.sql
-- What the demo prints of the queries of Nexmark: rows as windows close, or, with --once, all of them in this order at the end.

SELECT STREAM dateTime, auction, bidder, price FROM q7;

SELECT STREAM auction, num FROM q5;

SELECT STREAM starttime, id, name FROM q8;
