-- title: Cases with mixed outcomes
-- description: Letters that uphold one item and overturn another, with the titles on each side.
SELECT case_id, decision_date, item_count AS items,
       string_agg(title, '; ' ORDER BY item_no) FILTER (decision = 'Overturned') AS overturned,
       string_agg(title, '; ' ORDER BY item_no) FILTER (decision = 'Upheld') AS upheld
FROM cases JOIN items USING (case_id)
WHERE outcome = 'Mixed'
GROUP BY case_id, decision_date, item_count
ORDER BY decision_date DESC NULLS LAST, case_id;
