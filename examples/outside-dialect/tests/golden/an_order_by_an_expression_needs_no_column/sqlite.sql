SELECT `things`.`id` FROM `things` ORDER BY (`things`.`id` - ?1) * (`things`.`id` - ?1) NULLS LAST LIMIT ?2
-- 1 = 3: INT32
-- 2 = 1: INT32
