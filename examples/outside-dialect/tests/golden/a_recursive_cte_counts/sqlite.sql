WITH RECURSIVE `numbers`(`n`) AS (SELECT ?1 UNION ALL SELECT `numbers`.`n` + ?2 FROM `numbers` WHERE `numbers`.`n` < ?3) SELECT count(*), sum(`numbers`.`n`) FROM `numbers`
-- 1 = 1: INT64
-- 2 = 1: INT64
-- 3 = 100: INT64
