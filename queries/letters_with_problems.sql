-- title: Files that were not read without a problem
-- description: Every file that is unreadable, no letter, a duplicate, or a letter of which a part was not found.
-- tags: quality
-- param status list "" "Status, or all" choices: SELECT status, count(*) FROM letters GROUP BY ALL ORDER BY 2 DESC
-- drill: case_id
SELECT source_path, status, case_id, array_to_string(problems, '; ') AS problems
FROM letters
WHERE status <> 'parsed' AND (len($status) = 0 OR list_contains($status, status))
ORDER BY status, source_path;
