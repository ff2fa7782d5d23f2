SELECT regexp_replace(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR), CAST($3 AS VARCHAR), 'g')
-- 1 = 'abcabc': TEXT
-- 2 = '(b)': TEXT
-- 3 = '<\1>': TEXT
