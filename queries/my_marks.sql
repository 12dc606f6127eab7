-- title: My marks
-- description: What you marked, tagged or noted, the latest first.
-- tags: marks
-- param tag text "" "Tag, or all"
-- drill: item_id
SELECT item_id, mark, tags, note, updated_at, decision, title
FROM marks LEFT JOIN items USING (item_id)
WHERE $tag IS NULL OR list_contains(tags, $tag)
ORDER BY updated_at DESC, item_id;
