SELECT "a\"."a\" FROM "a\"
