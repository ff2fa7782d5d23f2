SELECT count(*) AS "a\' OR 1 = 1 --" FROM things
