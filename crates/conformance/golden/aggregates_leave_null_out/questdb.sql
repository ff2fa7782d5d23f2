SELECT sum(things.n), (-max(-things.n)), max(things.n) FROM things
