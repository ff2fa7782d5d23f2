SELECT count(things.n), count(*) FROM things
