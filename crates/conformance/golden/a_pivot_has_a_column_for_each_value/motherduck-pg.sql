SELECT p.id, p.north, p.south FROM sales PIVOT (sum(amount) FOR region IN ('n' AS north, 's' AS south)) AS p ORDER BY p.id
