SELECT `measures`.`id` FROM `measures` WHERE ?1 OR `measures`.`ok` ORDER BY `measures`.`id` NULLS LAST
-- 1 = NULL: BOOLEAN
