SELECT count(*) AS "SELECT" FROM things
