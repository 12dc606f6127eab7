-- title: Cases with mixed outcomes
-- description: Letters that uphold one item and overturn another, with the titles on each side, the latest first.
-- tags: cases, consistency
-- param rows integer 1000 "Most rows"
-- drill: case_id
WITH mixed AS (
    SELECT case_id, decision_date, item_count FROM cases
    WHERE outcome = 'Mixed'
    ORDER BY decision_date DESC NULLS LAST, case_id
    LIMIT $rows
)
SELECT case_id, decision_date, item_count AS items,
       string_agg(title, '; ' ORDER BY item_no) FILTER (decision = 'Overturned') AS overturned,
       string_agg(title, '; ' ORDER BY item_no) FILTER (decision = 'Upheld') AS upheld
FROM mixed JOIN items USING (case_id)
GROUP BY ALL
ORDER BY decision_date DESC NULLS LAST, case_id;
