SELECT count(*) FROM things JOIN things AS again USING (n)
