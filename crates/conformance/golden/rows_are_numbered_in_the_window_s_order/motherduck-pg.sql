SELECT things.id, row_number() OVER (ORDER BY things.id DESC) FROM things ORDER BY things.id
