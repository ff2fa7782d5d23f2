SELECT "$1 ? :a {a:Int8} @p %s"."$1 ? :a {a:Int8} @p %s" FROM "$1 ? :a {a:Int8} @p %s"
