SELECT things.id, again.id FROM things JOIN things AS again ON things.id < again.id WHERE things.id >= cast($1 AS LONG)
-- 1 = 3: INT64
