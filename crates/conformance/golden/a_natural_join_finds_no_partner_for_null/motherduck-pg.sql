SELECT count(*) FROM things NATURAL JOIN things AS again
