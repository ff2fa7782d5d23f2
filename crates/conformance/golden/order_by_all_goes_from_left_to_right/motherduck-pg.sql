SELECT sales.region, sales.amount FROM sales WHERE sales.amount IS NOT NULL AND sales.region IS NOT NULL ORDER BY ALL
