-- title: Guideline sections and pages cited most
-- description: What reviewers cite within each source, with the pages as printed.
-- param rows integer 40 "Most rows"
SELECT source, section, pages, count(*) AS citations
FROM citations
WHERE party = 'reviewer' AND section IS NOT NULL
GROUP BY ALL
ORDER BY citations DESC, source, section, pages
LIMIT $rows;
