SELECT if(mapContains(mapFromArrays([{p1:String}], [{p2:Int64}]), {p3:String}), mapFromArrays([{p4:String}], [{p5:Int64}])[{p6:String}], NULL)
-- 1 = 'k': TEXT
-- 2 = 1: INT64
-- 3 = 'z': TEXT
-- 4 = 'k': TEXT
-- 5 = 1: INT64
-- 6 = 'z': TEXT
