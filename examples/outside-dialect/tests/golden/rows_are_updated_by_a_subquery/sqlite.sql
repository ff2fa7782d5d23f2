UPDATE `kept` SET `n` = (SELECT max(`arrived`.`n`) FROM `arrived`) WHERE `kept`.`id` = ?1
-- 1 = 1: INT32
