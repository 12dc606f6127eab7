-- title: Overturn rate by reviewer's state of licence
-- description: How often reviewers licensed in each state overturn. A reviewer licensed in two states counts in both.
-- tags: overturn, reviewers
-- param least integer 1 "Least items"
-- chart: bar state overturned_percent
SELECT state, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent
FROM (SELECT case_id, unnest(licensure_states) AS state FROM cases) JOIN items USING (case_id)
WHERE decision <> 'Unclear'
GROUP BY ALL
HAVING count(*) >= $least
ORDER BY items DESC, state;
