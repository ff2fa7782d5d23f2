SELECT count(*), count(again.id) FROM things LEFT JOIN things AS again USING (n)
