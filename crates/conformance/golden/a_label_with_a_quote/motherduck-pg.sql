SELECT count(*) AS "x' OR '1' = '1' --" FROM things
