SELECT things.id, again.id FROM things JOIN things AS again ON things.id < again.id WHERE things.id >= CAST($1 AS INTEGER)
-- 1 = 3: INT32
