-- title: Items whose reviewer cites no guideline
-- description: No source was found in what the reviewer relied upon: a rationale to read with care.
-- tags: guidelines, quality
-- param decision choice "" "Decision, or all" choices: SELECT decision, count(*) FROM items GROUP BY ALL ORDER BY 2 DESC
-- drill: item_id
SELECT item_id, decision, item_subtype, title, maximus_guideline AS reviewer_says
FROM items ANTI JOIN (FROM citations WHERE party = 'reviewer') USING (item_id)
WHERE $decision IS NULL OR decision = $decision
ORDER BY item_id;
