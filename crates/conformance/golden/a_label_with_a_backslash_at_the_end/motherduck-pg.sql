SELECT count(*) AS "a\" FROM things
