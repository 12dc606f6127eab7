-- title: Overturn rate by reviewer's specialty
-- description: How often reviewers of each specialty overturn. A reviewer of two specialties counts in both.
-- tags: overturn, reviewers
-- param least integer 1 "Least items"
-- chart: bar specialty overturned_percent
SELECT specialty, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent
FROM (SELECT case_id, unnest(specialties) AS specialty FROM cases) JOIN items USING (case_id)
WHERE decision <> 'Unclear'
GROUP BY ALL
HAVING count(*) >= $least
ORDER BY items DESC, specialty;
