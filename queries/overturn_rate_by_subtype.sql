-- title: Overturn rate by subtype
-- description: How often the denial falls for each subtype of treatment, of one type or of all. Items of unclear decision are
--   left out.
-- tags: overturn, treatment
-- param type choice "" "Item type, or all" choices: SELECT item_type, count(*) FROM items GROUP BY ALL ORDER BY 2 DESC
-- param least integer 1 "Least items"
-- chart: bar item_subtype overturned_percent
SELECT item_type, item_subtype, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent
FROM items
WHERE decision <> 'Unclear' AND ($type IS NULL OR item_type = $type)
GROUP BY ALL
HAVING count(*) >= $least
ORDER BY items DESC, item_type, item_subtype;
