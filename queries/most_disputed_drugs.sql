-- title: Most disputed drugs
-- description: Words of drug titles by the number of items that name them, with the share overturned. Doses, counts and
--   words of dispensing are left out.
-- tags: drugs
-- param class choice "" "Class, or all" choices: SELECT item_subtype, count(*) FROM items
--   WHERE item_type = 'Pharmaceuticals' GROUP BY ALL ORDER BY 2 DESC
-- param rows integer 25 "Most rows"
-- chart: bar drug items
WITH words AS (
    SELECT DISTINCT item_id, decision, item_subtype, unnest(regexp_extract_all(lower(title), '[a-z]{4,}')) AS drug
    FROM items WHERE item_type = 'Pharmaceuticals' AND ($class IS NULL OR item_subtype = $class)
)
SELECT drug, mode(item_subtype) AS class, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT) FILTER (decision <> 'Unclear'), 1) AS overturned_percent
FROM words
WHERE drug NOT IN (
    'retro', 'retrospective', 'request', 'prescription', 'tablet', 'tablets', 'capsule', 'capsules', 'tabs', 'caps', 'refill',
    'refills', 'with', 'quantity', 'daily', 'times', 'each', 'unknown', 'months', 'month', 'supply', 'delayed', 'release',
    'grams', 'cream', 'patch', 'patches', 'topical', 'days', 'sodium', 'take', 'every', 'hours', 'apply', 'area', 'affected',
    'thin', 'layer', 'three', 'medication', 'count', 'compound', 'compounded', 'base', 'oral', 'mouth', 'one', 'additional'
)
GROUP BY drug
ORDER BY items DESC, drug
LIMIT $rows;
