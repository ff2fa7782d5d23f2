SELECT cast(extract(second FROM cast($1 AS TIMESTAMP)) AS LONG) FROM long_sequence(1)
-- 1 = 1969-12-31 23:59:58.75: TIMESTAMP(6)
