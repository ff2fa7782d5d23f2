SELECT array_to_string(list_reverse(string_split($1, '')), '')
-- 1 = 'añ🦆': TEXT
