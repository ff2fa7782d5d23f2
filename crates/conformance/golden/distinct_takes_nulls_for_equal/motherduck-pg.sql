SELECT count(*) FROM (SELECT DISTINCT parts.of FROM parts) AS d
