SELECT `days`.`at` FROM `days` WHERE `days`.`id` = ?1
-- 1 = 3: INT32
