-- title: The same treatment decided both ways
-- description: Treatments of one title, doses and counts aside, that were upheld here and overturned there, with an item of
--   each. The closer to half, the higher. Open one and look at what is similar (x).
-- tags: consistency, treatment
-- param subtype choice "" "Subtype, or all" choices: SELECT item_subtype, count(*) FROM items GROUP BY ALL ORDER BY 2 DESC
-- param rows integer 100 "Most rows"
-- drill: item_id
WITH titles AS (
    SELECT title, decision, any_value(item_subtype) AS subtype, count(*) AS items, min(item_id) AS item_id
    FROM items
    WHERE decision <> 'Unclear' AND ($subtype IS NULL OR item_subtype = $subtype)
    GROUP BY ALL
)
SELECT trim(regexp_replace(lower(title), '[^a-z]+', ' ', 'g')) AS treatment, any_value(subtype) AS subtype,
       sum(items) FILTER (decision = 'Upheld')::INTEGER AS upheld,
       sum(items) FILTER (decision = 'Overturned')::INTEGER AS overturned,
       min(item_id) FILTER (decision = 'Overturned') AS item_id, min(item_id) FILTER (decision = 'Upheld') AS upheld_item
FROM titles
GROUP BY treatment
HAVING upheld > 0 AND overturned > 0 AND treatment <> ''
ORDER BY least(upheld, overturned) DESC, upheld + overturned DESC, treatment
LIMIT $rows;
