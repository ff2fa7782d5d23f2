SELECT count(*) AS " " FROM things
