SELECT "a
; DROP TABLE things"."a
; DROP TABLE things" FROM "a
; DROP TABLE things"
