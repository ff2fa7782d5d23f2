SELECT `things`.`id`, count(*) OVER (`w` ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM `things` WINDOW `w` AS (ORDER BY `things`.`id` DESC) ORDER BY `things`.`id` NULLS LAST
