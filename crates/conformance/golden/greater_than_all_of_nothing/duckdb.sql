SELECT things.id FROM things WHERE things.id > ALL (SELECT parts.of FROM parts WHERE parts.part = $1) ORDER BY things.id
-- 1 = 'z': TEXT
