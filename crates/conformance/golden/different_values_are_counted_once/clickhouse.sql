SELECT toInt64(count(`sales`.`amount`)), toInt64(count(DISTINCT `sales`.`amount`)) FROM `sales`
