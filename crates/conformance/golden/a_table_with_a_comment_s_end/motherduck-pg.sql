SELECT "a */ b"."a */ b" FROM "a */ b"
