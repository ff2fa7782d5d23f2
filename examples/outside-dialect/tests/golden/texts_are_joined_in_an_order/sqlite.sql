SELECT string_agg(`sales`.`region`, ?1 ORDER BY `sales`.`id` DESC) FROM `sales`
-- 1 = '': TEXT
