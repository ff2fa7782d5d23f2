SELECT `things`.`id`, CASE WHEN `things`.`n` > ?1 THEN ?2 WHEN `things`.`n` > ?3 THEN ?4 ELSE ?5 END FROM `things` ORDER BY `things`.`id` NULLS LAST
-- 1 = 5: INT32
-- 2 = 'big': TEXT
-- 3 = 0: INT32
-- 4 = 'small': TEXT
-- 5 = 'none': TEXT
