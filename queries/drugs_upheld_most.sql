-- title: Drugs upheld most
-- description: Drugs whose denials stand most often, among those that are named in enough items. Doses, counts and words of
--   dispensing are left out; items of unclear decision too.
-- tags: drugs, overturn
-- param least integer 2 "Least items"
-- param rows integer 25 "Most rows"
-- chart: bar drug upheld_percent
WITH words AS (
    SELECT DISTINCT item_id, decision, item_subtype, unnest(regexp_extract_all(lower(title), '[a-z]{4,}')) AS drug
    FROM items WHERE item_type = 'Pharmaceuticals' AND decision <> 'Unclear'
)
SELECT drug, mode(item_subtype) AS class, count(*) AS items, count(*) FILTER (decision = 'Upheld') AS upheld,
       round(100 * avg((decision = 'Upheld')::INT), 1) AS upheld_percent
FROM words
WHERE drug NOT IN (
    'retro', 'retrospective', 'request', 'prescription', 'tablet', 'tablets', 'capsule', 'capsules', 'tabs', 'caps', 'refill',
    'refills', 'with', 'quantity', 'daily', 'times', 'each', 'unknown', 'months', 'month', 'supply', 'delayed', 'release',
    'grams', 'cream', 'patch', 'patches', 'topical', 'days', 'sodium', 'take', 'every', 'hours', 'apply', 'area', 'affected',
    'thin', 'layer', 'three', 'medication', 'count', 'compound', 'compounded', 'base', 'oral', 'mouth', 'one', 'additional'
)
GROUP BY drug
HAVING count(*) >= $least
ORDER BY upheld_percent DESC, items DESC, drug
LIMIT $rows;
