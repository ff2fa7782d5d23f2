SELECT things.id FROM things WHERE 1 = 0 ORDER BY things.id
