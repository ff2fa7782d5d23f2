WITH `gone` AS (SELECT `arrived`.`id` FROM `arrived` WHERE `arrived`.`n` > ?1) DELETE FROM `kept` WHERE `kept`.`id` IN (SELECT `gone`.`id` FROM `gone`)
-- 1 = 100: INT32
