DELETE FROM things WHERE things.n > things.n
