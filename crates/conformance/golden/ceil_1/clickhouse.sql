SELECT arrayElement(arrayMap(v -> CAST(ceil(v), replaceRegexpOne(toTypeName(v), 'Decimal\\((\\d+), \\d+\\)', 'Decimal(\\1, 0)')), [{p1:Decimal(2, 1)}]), 1)
-- 1 = -1.2: DECIMAL(2, 1)
