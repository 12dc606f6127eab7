-- title: Reviewer and claims administrator cite different guidelines
-- description: Which sources stand against which, and how often the denial falls then. Items for which both cite something,
--   and none of it is of the same source.
-- tags: guidelines, overturn
-- chart: bar reviewer overturned_percent
WITH claims AS (SELECT item_id, source FROM citations WHERE party = 'claims_administrator'),
reviewed AS (SELECT item_id, source FROM citations WHERE party = 'reviewer'),
agreed AS (SELECT item_id FROM claims JOIN reviewed USING (item_id, source)),
cited AS (
    SELECT item_id, array_to_string(list_sort(list(DISTINCT claims.source)), ', ') AS claims_administrator,
           array_to_string(list_sort(list(DISTINCT reviewed.source)), ', ') AS reviewer
    FROM claims JOIN reviewed USING (item_id) ANTI JOIN agreed USING (item_id)
    GROUP BY item_id
)
SELECT claims_administrator, reviewer, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent
FROM cited JOIN items USING (item_id)
WHERE decision <> 'Unclear'
GROUP BY ALL
ORDER BY items DESC, claims_administrator, reviewer;
