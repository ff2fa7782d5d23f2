SELECT array_to_string(list_reverse(string_split(CAST($1 AS VARCHAR), '')), '')
-- 1 = NULL: TEXT
