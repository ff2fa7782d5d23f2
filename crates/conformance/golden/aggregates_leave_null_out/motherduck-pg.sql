SELECT sum(things.n), min(things.n), max(things.n) FROM things
