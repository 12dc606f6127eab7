-- title: Reviewers' specialties against item types
-- description: Which specialties decide which types of treatment, and how often they overturn. A reviewer of two specialties
--   counts in both.
-- tags: reviewers, treatment
-- param type choice "" "Item type, or all" choices: SELECT item_type, count(*) FROM items GROUP BY ALL ORDER BY 2 DESC
-- param least integer 1 "Least items"
-- chart: bar specialty items
SELECT specialty, item_type, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent
FROM (SELECT case_id, unnest(specialties) AS specialty FROM cases) JOIN items USING (case_id)
WHERE decision <> 'Unclear' AND ($type IS NULL OR item_type = $type)
GROUP BY ALL
HAVING count(*) >= $least
ORDER BY items DESC, specialty, item_type;
