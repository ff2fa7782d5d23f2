SELECT regexp_replace($1, $2, $3, 'g')
-- 1 = 'abcabc': TEXT
-- 2 = '(b)': TEXT
-- 3 = '<\1>': TEXT
