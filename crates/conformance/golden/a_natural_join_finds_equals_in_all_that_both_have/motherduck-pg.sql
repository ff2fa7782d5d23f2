SELECT kept.name FROM kept NATURAL JOIN (SELECT arrived.id FROM arrived) AS s
