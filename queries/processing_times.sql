-- title: Days from application to decision
-- description: How long reviews take from the day the application was received, by priority and year of decision.
-- tags: time
-- chart: bar decided median_days
SELECT year(decision_date) AS decided, coalesce(priority, 'not told') AS priority, count(*) AS cases,
       median(decision_date - received_date)::INTEGER AS median_days,
       quantile_disc(decision_date - received_date, 0.9) AS ninth_tenth_days, max(decision_date - received_date) AS longest_days
FROM cases
WHERE decision_date IS NOT NULL AND received_date IS NOT NULL
GROUP BY ALL
ORDER BY decided, priority;
