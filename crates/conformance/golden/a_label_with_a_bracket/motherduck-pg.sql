SELECT count(*) AS "a]; DROP TABLE things; --" FROM things
