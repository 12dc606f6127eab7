-- title: Expedited against standard reviews
-- description: Cases, items, days and share overturned of either priority.
-- tags: time, overturn
-- chart: bar priority overturned_percent
SELECT coalesce(priority, 'not told') AS priority, count(DISTINCT case_id) AS cases, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent,
       median(decision_date - received_date)::INTEGER AS median_days
FROM cases JOIN items USING (case_id)
WHERE decision <> 'Unclear'
GROUP BY ALL
ORDER BY items DESC;
