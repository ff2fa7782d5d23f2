SELECT `measures`.`id` FROM `measures` WHERE {p1:Nullable(Bool)} AND `measures`.`ok` ORDER BY `measures`.`id`
-- 1 = NULL: BOOLEAN
