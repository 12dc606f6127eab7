-- title: Overturn rate within a search
-- description: The items that a search finds, by type and subtype, beside the rate of all items of that subtype.
-- tags: overturn, search
-- param search selection "" "Search, or all items"
-- chart: bar item_subtype overturned_percent
WITH rates AS (
    SELECT item_subtype AS subtype, round(100 * avg((decision = 'Overturned')::INT), 1) AS of_all_percent
    FROM items WHERE decision <> 'Unclear' GROUP BY ALL
)
SELECT item_type, item_subtype, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent,
       any_value(of_all_percent) AS of_all_percent
FROM items JOIN rates ON subtype = item_subtype
WHERE decision <> 'Unclear' AND ($search IS NULL OR item_id IN (SELECT item_id FROM selection))
GROUP BY ALL
ORDER BY items DESC, item_type, item_subtype;
