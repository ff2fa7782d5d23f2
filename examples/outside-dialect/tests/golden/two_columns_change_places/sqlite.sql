UPDATE `arrived` SET `id` = `arrived`.`n`, `n` = `arrived`.`id` WHERE `arrived`.`id` = ?1
-- 1 = 2: INT32
