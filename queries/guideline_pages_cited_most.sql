-- title: Guideline sections and pages cited most
-- description: What reviewers, or claims administrators, cite within each source, with the pages as printed.
-- tags: guidelines
-- param party choice reviewer "Cited by" choices: SELECT party, count(*) FROM citations GROUP BY ALL ORDER BY 2 DESC
-- param source choice "" "Guideline, or all" choices: SELECT source, count(*) FROM citations GROUP BY ALL ORDER BY 2 DESC
-- param rows integer 40 "Most rows"
-- chart: bar section citations
SELECT source, section, pages, count(*) AS citations
FROM citations
WHERE party = $party AND section IS NOT NULL AND ($source IS NULL OR source = $source)
GROUP BY ALL
ORDER BY citations DESC, source, section, pages
LIMIT $rows;
