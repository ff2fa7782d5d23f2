SELECT count(*) AS "$1 ? :a {a:Int8} @p %s" FROM things
