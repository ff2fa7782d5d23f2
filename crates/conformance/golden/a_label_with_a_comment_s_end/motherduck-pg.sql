SELECT count(*) AS "a */ b" FROM things
