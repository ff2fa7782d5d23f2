SELECT arrayFirstOrNull(v -> ifNull(isFinite(v), 0), [varSampStable(`v`.`x`)]) FROM (VALUES ({p1:Int64})) AS `v`(`x`)
-- 1 = 1: INT64
