SELECT json_extract_string($1, $2)
-- 1 = '{"a''.\"b": 1}': JSON
-- 2 = '$."a''.\"b"': TEXT
