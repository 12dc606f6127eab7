-- title: Overturn rate by year of decision
-- description: Items decided in each year and the share overturned. Letters without a decision date stand in a row of
--   their own.
-- tags: overturn, time
-- chart: bar decided overturned_percent
SELECT coalesce(year(decision_date)::VARCHAR, 'not dated') AS decided, count(DISTINCT case_id) AS cases, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent
FROM cases JOIN items USING (case_id)
WHERE decision <> 'Unclear'
GROUP BY ALL
ORDER BY decided;
