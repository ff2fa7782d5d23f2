SELECT CAST(json_array_length($1) AS BIGINT)
-- 1 = '[1,2]': JSON
