SELECT things.id, row_number() OVER w, sum(things.id) OVER w FROM things WINDOW w AS (ORDER BY things.id) ORDER BY things.id
