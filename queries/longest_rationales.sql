-- title: Longest rationales
-- description: The items that reviewers explain at most length.
-- tags: text
-- param rows integer 25 "Most rows"
-- drill: item_id
WITH longest AS (  -- words are counted of those alone that can be among the longest
    SELECT item_id, decision, title, rationale FROM items
    WHERE rationale IS NOT NULL
    ORDER BY strlen(rationale) DESC, item_id
    LIMIT 20 * $rows
)
SELECT item_id, decision, title, len(string_split_regex(trim(rationale), '\s+')) AS words
FROM longest
ORDER BY words DESC, item_id
LIMIT $rows;
