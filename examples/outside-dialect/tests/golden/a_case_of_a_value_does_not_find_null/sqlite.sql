SELECT `things`.`id`, CASE `things`.`n` WHEN ?1 THEN ?2 ELSE ?3 END FROM `things` ORDER BY `things`.`id` NULLS LAST
-- 1 = 5: INT64
-- 2 = 'five': TEXT
-- 3 = 'other': TEXT
