SELECT `measures`.`id`, row_number() OVER (ORDER BY `measures`.`ratio` NULLS LAST) FROM `measures` ORDER BY `measures`.`id` NULLS LAST
