-- title: Overturn rate by guideline
-- description: How often items fall for which the reviewer, or the claims administrator, cites each section of a guideline.
-- tags: overturn, guidelines
-- param party choice reviewer "Cited by" choices: SELECT party, count(*) FROM citations GROUP BY ALL ORDER BY 2 DESC
-- param source choice "" "Guideline, or all" choices: SELECT source, count(*) FROM citations GROUP BY ALL ORDER BY 2 DESC
-- param least integer 5 "Least items"
-- chart: bar section overturned_percent
SELECT source, section, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent
FROM (SELECT DISTINCT item_id, source, section FROM citations
      WHERE party = $party AND ($source IS NULL OR source = $source))
JOIN items USING (item_id)
WHERE decision <> 'Unclear'
GROUP BY ALL
HAVING count(*) >= $least
ORDER BY items DESC, source, section;
