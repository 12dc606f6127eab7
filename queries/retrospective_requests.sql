-- title: Retrospective requests
-- description: Items disputed after the treatment was given ("Retro", "retrospective", "DOS"), and their decisions.
-- tags: treatment
-- param decision choice "" "Decision, or all" choices: SELECT decision, count(*) FROM items GROUP BY ALL ORDER BY 2 DESC
-- drill: item_id
SELECT item_id, decision, item_subtype, title
FROM items
WHERE regexp_matches(title, '\b(retro|retrospective|dos)\b', 'i') AND ($decision IS NULL OR decision = $decision)
ORDER BY decision, item_id;
