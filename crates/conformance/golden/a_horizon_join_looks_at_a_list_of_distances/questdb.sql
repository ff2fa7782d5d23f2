SELECT h."offset", count(ticks.v) AS found, count() AS "all" FROM asks HORIZON JOIN ticks ON asks.sym = ticks.sym LIST (0s, 1m) AS h GROUP BY h."offset" ORDER BY h."offset"
