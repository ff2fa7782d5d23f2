SELECT count(*) FROM (SELECT things.id FROM things UNION ALL SELECT things.id FROM things UNION ALL SELECT things.id FROM things) AS u
