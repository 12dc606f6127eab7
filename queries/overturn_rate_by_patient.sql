-- title: Overturn rate by patient's age and gender
-- description: Items of patients of each decade of age, and how often the denial falls.
-- tags: overturn, patients
-- chart: bar age overturned_percent
SELECT coalesce(format('{}-{}', patient_age // 10 * 10, patient_age // 10 * 10 + 9), 'not told') AS age,
       coalesce(patient_gender, 'not told') AS gender, count(*) AS items,
       count(*) FILTER (decision = 'Overturned') AS overturned,
       round(100 * avg((decision = 'Overturned')::INT), 1) AS overturned_percent
FROM cases JOIN items USING (case_id)
WHERE decision <> 'Unclear'
GROUP BY ALL
ORDER BY min(patient_age) // 10, gender;
