SELECT count(*) AS "; DROP TABLE things;" FROM things
