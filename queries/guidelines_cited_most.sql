-- title: Guidelines cited most
-- description: Sources that reviewers and claims administrators rely on, and how often the items that cite them are
--   overturned.
SELECT source, party, count(DISTINCT item_id) AS items,
       round(100 * count(DISTINCT item_id) FILTER (decision = 'Overturned') / count(DISTINCT item_id), 1) AS overturned_percent
FROM citations JOIN items USING (item_id)
GROUP BY ALL
ORDER BY items DESC, source, party;
