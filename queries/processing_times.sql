-- title: Days from application to decision
-- description: How long reviews take, by priority and year.
SELECT coalesce(priority, 'not told') AS priority, year(decision_date) AS decided, count(*) AS cases,
       median(decision_date - received_date)::INTEGER AS median_days, max(decision_date - received_date) AS longest_days
FROM cases
WHERE decision_date IS NOT NULL AND received_date IS NOT NULL
GROUP BY ALL
ORDER BY decided, priority;
