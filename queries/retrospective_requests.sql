-- title: Retrospective requests
-- description: Items disputed after the treatment was given ("Retro", "retrospective", "DOS"), and their decisions.
SELECT case_id, item_no, decision, title
FROM items
WHERE regexp_matches(title, '\b(retro|retrospective|dos)\b', 'i')
ORDER BY decision, case_id, item_no;
