-- Local item suggestion: who sells in three states and in category 10.

CREATE STREAM q3 AS
SELECT STREAM P.name, P.city, P.state, A.id
FROM auction AS A
INNER JOIN person AS P ON A.seller = P.id
WHERE A.category = 10 AND (P.state = 'OR' OR P.state = 'ID' OR P.state = 'CA');
