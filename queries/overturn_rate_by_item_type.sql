-- title: Overturn rate by item type
-- description: How often the denial falls, for each type of treatment. Items of unclear decision are left out.
-- tags: overturn, treatment
-- chart: bar item_type overturned_percent
SELECT item_type, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent
FROM items
WHERE decision <> 'Unclear'
GROUP BY ALL
ORDER BY items DESC, item_type;
