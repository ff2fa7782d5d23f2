SELECT things.id FROM things WHERE 1 = 1 ORDER BY things.id
