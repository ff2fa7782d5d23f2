SELECT (extract(second FROM cast($1 AS TIMESTAMP)) * 1000L + extract(milliseconds FROM cast($2 AS TIMESTAMP))) FROM long_sequence(1)
-- 1 = 2020-01-01 10:20:30.987654: TIMESTAMP(6)
-- 2 = 2020-01-01 10:20:30.987654: TIMESTAMP(6)
