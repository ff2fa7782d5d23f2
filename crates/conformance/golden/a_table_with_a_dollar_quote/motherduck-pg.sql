SELECT "$$; DROP TABLE things; $$"."$$; DROP TABLE things; $$" FROM "$$; DROP TABLE things; $$"
