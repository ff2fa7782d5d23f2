SELECT things.id FROM things WHERE things.name = $1
-- 1 = 'x'' OR ''1'' = ''1': TEXT
