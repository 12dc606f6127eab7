-- title: Files that were not read without a problem
-- description: Every file that is unreadable, no letter, a duplicate, or a letter of which a part was not found.
SELECT source_path, status, array_to_string(problems, '; ') AS problems
FROM letters
WHERE status <> 'parsed'
ORDER BY status, source_path;
