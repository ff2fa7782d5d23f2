SELECT things.id, sum(things.id) OVER () FROM things ORDER BY things.id
