SELECT things.id FROM things WHERE things.id > (SELECT avg(things.id) FROM things) ORDER BY things.id
