SELECT arrayElement(arrayMap(v -> CAST(ceil(v), replaceRegexpOne(toTypeName(v), 'Decimal\\((\\d+), \\d+\\)', 'Decimal(\\1, 0)')), [{p1:Float64}]), 1)
-- 1 = 1.5: FLOAT64
