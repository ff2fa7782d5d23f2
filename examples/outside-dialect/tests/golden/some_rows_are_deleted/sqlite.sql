DELETE FROM `things` WHERE `things`.`n` > ?1
-- 1 = 0: INT32
