SELECT CAST(json_array_length(CAST($1 AS JSON)) AS BIGINT)
-- 1 = '[1,2]': JSON
