SELECT p.id, p.south FROM sales PIVOT (count(amount) FOR region IN ('s' AS south)) AS p ORDER BY p.id
