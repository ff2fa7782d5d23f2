SELECT count(*) FROM (SELECT things.id FROM things UNION SELECT things.id FROM things) AS u
