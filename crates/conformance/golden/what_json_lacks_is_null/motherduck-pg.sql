SELECT json_extract_string(CAST($1 AS JSON), CAST($2 AS VARCHAR))
-- 1 = '{"a": 1}': JSON
-- 2 = '$."z"': TEXT
