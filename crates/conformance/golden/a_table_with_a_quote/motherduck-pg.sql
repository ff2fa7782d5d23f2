SELECT "x' OR '1' = '1' --"."x' OR '1' = '1' --" FROM "x' OR '1' = '1' --"
