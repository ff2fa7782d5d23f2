SELECT `measures`.`id` FROM `measures` WHERE {p1:Nullable(Bool)} OR `measures`.`ok` ORDER BY `measures`.`id`
-- 1 = NULL: BOOLEAN
