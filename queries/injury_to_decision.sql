-- title: Years from injury to decision
-- description: How old injuries are when their treatment is decided on, and how often the denial falls.
-- tags: time, patients
-- chart: bar years items
SELECT CASE WHEN age < 10 THEN age::VARCHAR ELSE '10 and more' END AS years, count(DISTINCT case_id) AS cases, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent
FROM (SELECT case_id, (decision_date - injury_date) // 365 AS age FROM cases WHERE decision_date >= injury_date)
JOIN items USING (case_id)
WHERE decision <> 'Unclear'
GROUP BY ALL
ORDER BY min(age);
