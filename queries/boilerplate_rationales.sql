-- title: Boilerplate rationales
-- description: Families of rationales that say nearly the same: at least that share of the sentences of each stands, word
--   for word, in the first of its family. A family that is decided both ways is worth a look.
-- tags: text, reviewers
-- param share number 0.75 "Least share of sentences in common, 0 to 1"
-- param least integer 2 "Least rationales of a family"
-- drill: item_id
WITH texts AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY item_id) AS text, item_id, decision,
           list_distinct(list_transform(string_split(lower(rationale), '. '), lambda sentence: hash(sentence))) AS sentences
    FROM items
    WHERE rationale IS NOT NULL
),
held AS MATERIALIZED (SELECT text, unnest(sentences) AS sentence FROM texts),
shared AS (  -- numbered so that the rarest come first
    SELECT sentence, (count(*)::UBIGINT << 40) + (sentence >> 24) AS number
    FROM held GROUP BY sentence HAVING count(*) > 1
),
rarest AS (SELECT text, min(number, 3) AS n FROM held JOIN shared USING (sentence) GROUP BY text),
keys AS MATERIALIZED (  -- texts that say nearly the same have two of their three rarest shared sentences in common
    SELECT text, unnest([hash(n[1], n[2]), hash(n[1], n[3]), hash(n[2], n[3])]) AS key FROM rarest
),
firsts AS (SELECT key, min(text) AS first FROM keys GROUP BY key HAVING count(*) > 1),
pairs AS MATERIALIZED (SELECT DISTINCT first, text FROM keys JOIN firsts USING (key)),
sought AS MATERIALIZED (SELECT first, text, unnest(sentences) AS sentence FROM pairs JOIN texts USING (text)),
common AS MATERIALIZED (
    SELECT first, sought.text, count(*) AS sentences
    FROM sought JOIN held ON held.text = first AND held.sentence = sought.sentence
    GROUP BY ALL
),
compared AS (
    SELECT first, common.text, member.decision,
           common.sentences / greatest(len(head.sentences), len(member.sentences)) AS share
    FROM common JOIN texts AS head ON head.text = first JOIN texts AS member ON member.text = common.text
),
members AS (
    SELECT text, decision, arg_max(first, share - first / 1e12) AS first
    FROM compared WHERE share >= $share GROUP BY ALL
)
SELECT item_id, count(*) AS rationales, count(*) FILTER (members.decision = 'Upheld') AS upheld,
       count(*) FILTER (members.decision = 'Overturned') AS overturned, any_value(title) AS title
FROM members JOIN texts ON texts.text = first JOIN items USING (item_id)
GROUP BY item_id
HAVING count(*) >= $least
ORDER BY rationales DESC, item_id;
