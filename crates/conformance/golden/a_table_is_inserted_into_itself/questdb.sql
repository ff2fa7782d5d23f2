INSERT INTO arrived (id, n) SELECT arrived.id + cast($1 AS LONG), arrived.n FROM arrived
-- 1 = 10: INT64
