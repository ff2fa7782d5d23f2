SELECT json_extract_string($1, $2)
-- 1 = '{"a": {"b": ["x", "it''s"]}}': JSON
-- 2 = '$."a"."b"[1]': TEXT
