SELECT date_diff('day', $1, $2)
-- 1 = 2020-01-01 23:00:00: TIMESTAMP(6)
-- 2 = 2020-01-02: DATE
