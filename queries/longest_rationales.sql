-- title: Longest rationales
-- description: The items that reviewers explain at most length.
-- param rows integer 25 "Most rows"
SELECT item_id, decision, title, len(string_split_regex(trim(rationale), '\s+')) AS words
FROM items
WHERE rationale IS NOT NULL
ORDER BY words DESC, item_id
LIMIT $rows;
