-- title: Items of unclear decision
-- description: Items for which no decision was found in the letter, with the file to look at.
-- tags: quality
-- drill: item_id
SELECT item_id, title, source_path, problems
FROM items JOIN cases USING (case_id)
WHERE decision = 'Unclear'
ORDER BY item_id;
