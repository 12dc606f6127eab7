"""What analysts may write: everything that only reads."""

GOOD = (
    "SELECT 1",
    "SELECT 1;",
    ";;SELECT 1;; -- done; really",
    "SELECT 'a;b' AS \"x;y\" /* ; */ -- ;",
    "/* first */ -- second\nSELECT 1",
    "SELECT 1 /* a /* b */ ; DROP TABLE marks -- */",
    "SELECT count(*) FROM items",
    "FROM items LIMIT 3",
    "FROM items SELECT title WHERE decision = 'Upheld' ORDER BY item_id LIMIT 5",
    "TABLE citations",
    "VALUES (1, 'a'), (2, 'b')",
    "SELECT * FROM corpus.main.items ORDER BY item_id LIMIT 2",
    "SELECT item_type, count(*) AS n FROM items GROUP BY item_type ORDER BY n DESC, item_type LIMIT 5",
    "SELECT item_type, decision, count(*) FROM items GROUP BY ALL ORDER BY ALL",
    "SELECT item_type, decision, grouping(item_type), count(*) FROM items GROUP BY CUBE (item_type, "
    "decision) ORDER BY ALL",
    "SELECT item_type, count(*) FROM items GROUP BY GROUPING SETS ((item_type), ()) ORDER BY ALL",
    "SELECT decision, count(*) FROM items GROUP BY ROLLUP (decision) HAVING count(*) > 1 ORDER BY ALL",
    "SELECT round(100.0 * count(*) FILTER (WHERE decision = 'Overturned') / count(*), 1) FROM items",
    "SELECT quantile_cont(item_no, 0.5), mode(decision), arg_max(title, length(title)), stddev(item_no) FROM items",
    "SELECT string_agg(item_id, ',' ORDER BY item_id), list(item_no ORDER BY item_id), histogram(decision) "
    "FROM items",
    "SELECT unnest(specialties) AS specialty, count(*) FROM cases GROUP BY specialty ORDER BY ALL",
    "SELECT case_id, s FROM cases, unnest(licensure_states) AS t(s) ORDER BY ALL",
    "SELECT year(decision_date), date_trunc('month', decision_date), date_diff('day', received_date, "
    "decision_date) FROM cases ORDER BY case_id",
    "SELECT extract(quarter FROM decision_date), strftime(decision_date, '%Y-%m'), decision_date + INTERVAL "
    "3 DAY FROM cases ORDER BY case_id",
    "SELECT case_id FROM cases WHERE decision_date BETWEEN DATE '2014-01-01' AND '2015-12-31' ORDER BY 1",
    "SELECT item_id FROM items WHERE title ILIKE '%mri%' OR regexp_matches(title, '(?i)norco') ORDER BY 1",
    "SELECT title FROM items WHERE title SIMILAR TO '.*mg.*' AND title NOT LIKE '%#%' AND title GLOB '*a*' "
    "ORDER BY 1",
    "SELECT case_id, count(*) FROM items JOIN cases USING (case_id) GROUP BY case_id ORDER BY ALL",
    "SELECT c.case_id, i.title FROM cases c LEFT JOIN items i ON i.case_id = c.case_id AND i.decision = "
    "'Overturned' ORDER BY ALL",
    "SELECT * FROM items NATURAL JOIN selection",
    "SELECT item_id FROM items SEMI JOIN citations USING (item_id) ORDER BY 1",
    "SELECT item_id FROM items ANTI JOIN citations USING (item_id) ORDER BY 1",
    "SELECT a.case_id FROM cases a FULL JOIN cases b ON a.item_count < b.item_count ORDER BY 1 LIMIT 5",
    "SELECT count(*) FROM cases a CROSS JOIN cases b",
    "SELECT count(*) FROM cases a POSITIONAL JOIN items b",
    "SELECT a.case_id, b.case_id FROM cases a ASOF JOIN cases b ON a.generation = b.generation AND "
    "a.decision_date > b.decision_date ORDER BY ALL",
    "SELECT c.case_id, l.n FROM cases c, LATERAL (SELECT count(*) AS n FROM items i WHERE i.case_id = "
    "c.case_id) l ORDER BY ALL",
    "SELECT case_id, (SELECT max(item_no) FROM items i WHERE i.case_id = c.case_id) FROM cases c ORDER BY ALL",
    "SELECT case_id FROM cases c WHERE EXISTS (SELECT 1 FROM items i WHERE i.case_id = c.case_id AND "
    "decision = 'Unclear') ORDER BY 1",
    "SELECT 1 WHERE 3 > ALL (SELECT 2) AND 2 = ANY (SELECT 2) AND 1 NOT IN (SELECT 2)",
    "SELECT item_id, row_number() OVER w, lag(title) OVER w, sum(item_no) OVER (w ROWS BETWEEN 1 PRECEDING "
    "AND CURRENT ROW) FROM items WINDOW w AS (PARTITION BY case_id ORDER BY item_no) ORDER BY item_id",
    "SELECT item_id, ntile(4) OVER (ORDER BY item_id), percent_rank() OVER (ORDER BY item_id) FROM items ORDER BY 1",
    "SELECT item_id FROM items QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY item_no DESC) = 1 ORDER BY 1",
    "SELECT DISTINCT ON (case_id) case_id, item_no FROM items ORDER BY case_id, item_no",
    "WITH o AS (FROM items WHERE decision = 'Overturned'), n AS MATERIALIZED (SELECT count(*) AS n FROM o) FROM n",
    "WITH a AS (WITH b AS (WITH c AS (SELECT 1 AS x) FROM c) FROM b) FROM a",
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT * FROM t",
    "WITH RECURSIVE t(n, k) USING KEY (n) AS (SELECT 1, 1 UNION SELECT n + 1, k FROM t WHERE n < 5) SELECT * "
    "FROM t ORDER BY n",
    "PIVOT items ON decision IN ('Upheld', 'Overturned') USING count(*) GROUP BY item_type ORDER BY item_type",
    "FROM items PIVOT (count(*) FOR decision IN ('Upheld', 'Overturned') GROUP BY item_type) ORDER BY item_type",
    "UNPIVOT (SELECT case_id, upheld_count, overturned_count FROM cases) ON upheld_count, overturned_count "
    "INTO NAME what VALUE n ORDER BY ALL",
    "SELECT count(*) FROM (FROM items USING SAMPLE 10 ROWS)",
    "SELECT count(*) <= 300 FROM items TABLESAMPLE 50% (bernoulli)",
    "SELECT count(*) FROM (FROM items USING SAMPLE reservoir(5 ROWS) REPEATABLE (3))",
    "SELECT 1 UNION SELECT 2 EXCEPT SELECT 3 INTERSECT SELECT 3 ORDER BY 1",
    "SELECT 1 AS a UNION ALL BY NAME SELECT 2 AS b ORDER BY ALL",
    "SELECT COLUMNS('.*_id') FROM items ORDER BY ALL LIMIT 2",
    "SELECT * EXCLUDE (rationale) REPLACE (upper(title) AS title) RENAME (decision AS verdict) FROM items "
    "ORDER BY item_id LIMIT 2",
    "SELECT max(COLUMNS(lambda c: c LIKE '%_count')) FROM cases",
    "SELECT list_transform([1, 2], lambda x: x + 1), [x * 2 FOR x IN [1, 2] IF x > 1], list_sort([2, 1]), "
    "[1, 2, 3][1:2]",
    "SELECT list_filter(specialties, lambda s: s LIKE 'P%'), len(specialties), list_contains(specialties, "
    "'x') FROM cases ORDER BY case_id",
    "SELECT {'a': 1, 'b': [1]}.a, MAP {'k': 1}['k'], (1, 'x'), ROW(1, 2), struct_pack(x := 1)",
    "SELECT CASE WHEN true THEN 1 ELSE 2 END, coalesce(NULL, 1), nullif(1, 1), if(true, 1, 2), ifnull(NULL, "
    "2), greatest(1, 2)",
    "SELECT CAST('1' AS INTEGER), TRY_CAST('x' AS INTEGER), '2015-01-02'::DATE, 1.5::DECIMAL(4, 2), "
    "'a'::ENUM ('a', 'b'), 2 ** 3, 7 // 2, -1",
    "SELECT 0.1, 1e30, 'inf'::DOUBLE, true, NULL, 1.10::DECIMAL(9, 3), '\\xAA'::BLOB, TIMESTAMP '2020-01-02 "
    "03:04:05.6', TIME '12:00', INTERVAL '1 month'",
    "SELECT 'a,b', 'say \"x\"', E'two\\nlines', '', NULL, ' padded ', 'é', ['x, y', 'z'], chr(13)",
    "SELECT ''",
    "SELECT jaro_winkler_similarity('norco', 'narco'), levenshtein('a', 'b'), md5('x'), format('{} {}', 1, "
    "2), printf('%d', 3)",
    "SELECT json_extract('{\"a\": [1]}', '$.a'), '{\"a\": 1}' ->> 'a', to_json({'a': 1}), json_array_length('[1]')",
    "SELECT * FROM json_each('{\"a\": 1}')",
    "SELECT 'b' COLLATE NOCASE = 'B', 'a' < 'B' COLLATE NOCASE",
    "SELECT range, i FROM range(3), generate_series(1, 2) AS t(i) ORDER BY ALL",
    "SELECT * FROM generate_series(DATE '2020-01-01', DATE '2020-03-01', INTERVAL 1 MONTH)",
    "SELECT 1 AS a, 2 AS a",
    "SELECT items FROM items ORDER BY item_id LIMIT 1",
    "SELECT count(*) FROM marks, selection",
    "SELECT s.position, i.title FROM items i JOIN selection s USING (item_id) ORDER BY s.position",
    "SELECT * FROM letters ORDER BY source_path LIMIT 3",
    "SELECT item_id FROM items WHERE title = 'copy; drop table' OR title LIKE '%SET%' ORDER BY 1",
    "SELECT 'COPY items TO ''/tmp/x''' AS text",
    "DESCRIBE items",
    "DESCRIBE SELECT 1 AS a",
    "SUMMARIZE cases",
    "SUMMARIZE SELECT decision FROM items",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "SHOW items",
    "SELECT column_name FROM (DESCRIBE items)",
    "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'corpus' ORDER BY ALL",
    "SELECT table_name FROM information_schema.tables ORDER BY ALL",
    "EXPLAIN SELECT count(*) FROM items",
    "EXPLAIN FROM items JOIN cases USING (case_id)",
    "-- why\nexplain /* this */ DESCRIBE items",
)  # fmt: skip
