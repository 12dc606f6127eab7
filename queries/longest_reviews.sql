-- title: Reviews that took longest
-- description: Cases by the days from the day the application was received to the decision.
-- tags: time
-- param priority choice "" "Priority, or all" choices: SELECT priority, count(*) FROM cases GROUP BY ALL ORDER BY 2 DESC
-- param rows integer 50 "Most rows"
-- drill: case_id
SELECT case_id, decision_date - received_date AS days, received_date, assigned_date, decision_date, priority, outcome,
       item_count AS items
FROM cases
WHERE decision_date >= received_date AND ($priority IS NULL OR priority = $priority)
ORDER BY days DESC, case_id
LIMIT $rows;
