-- title: Cases and items decided each month
-- description: The volume by month of decision, between two days if these are given, with the share overturned.
-- tags: time, volume
-- param since date "" "From this day"
-- param until date "" "Up to this day"
-- chart: bar month items
SELECT strftime(decision_date, '%Y-%m') AS month, count(DISTINCT case_id) AS cases, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT) FILTER (decision <> 'Unclear'), 1) AS overturned_percent
FROM cases JOIN items USING (case_id)
WHERE decision_date IS NOT NULL AND ($since IS NULL OR decision_date >= $since) AND ($until IS NULL OR decision_date <= $until)
GROUP BY ALL
ORDER BY month;
