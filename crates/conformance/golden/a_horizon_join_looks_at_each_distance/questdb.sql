SELECT h."offset", count(ticks.v) AS found, count() AS "all" FROM asks HORIZON JOIN ticks ON asks.sym = ticks.sym RANGE FROM -10s TO 10s STEP 10s AS h GROUP BY h."offset" ORDER BY h."offset"
