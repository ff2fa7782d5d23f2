SELECT json_extract_string(CAST($1 AS JSON), CAST($2 AS VARCHAR))
-- 1 = '{"a": {"b": ["x", "it''s"]}}': JSON
-- 2 = '$."a"."b"[1]': TEXT
