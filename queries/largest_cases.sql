-- title: Cases with most items
-- description: Letters that decide on most treatments, and how many of these they grant.
-- tags: cases
-- param rows integer 50 "Most rows"
-- drill: case_id
SELECT case_id, item_count AS items, upheld_count AS upheld, overturned_count AS overturned, outcome, decision_date
FROM cases
ORDER BY item_count DESC, case_id
LIMIT $rows;
