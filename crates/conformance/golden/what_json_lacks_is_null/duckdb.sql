SELECT json_extract_string($1, $2)
-- 1 = '{"a": 1}': JSON
-- 2 = '$."z"': TEXT
