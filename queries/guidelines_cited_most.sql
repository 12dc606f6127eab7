-- title: Guidelines cited most
-- description: Sources that reviewers and claims administrators rely on, and how often the items that cite them are
--   overturned.
-- tags: guidelines
-- chart: bar source items
SELECT source, party, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT) FILTER (decision <> 'Unclear'), 1) AS overturned_percent
FROM (SELECT DISTINCT item_id, source, party FROM citations) JOIN items USING (item_id)
GROUP BY ALL
ORDER BY items DESC, source, party;
