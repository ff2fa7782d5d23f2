SELECT unfiltered."of", unfiltered.column_2 FROM (SELECT parts."of", count() AS column_2, count() AS ordered FROM parts GROUP BY parts."of") AS unfiltered ORDER BY unfiltered.ordered
