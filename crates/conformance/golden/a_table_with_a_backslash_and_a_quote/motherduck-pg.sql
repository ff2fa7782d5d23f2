SELECT "a\' OR 1 = 1 --"."a\' OR 1 = 1 --" FROM "a\' OR 1 = 1 --"
