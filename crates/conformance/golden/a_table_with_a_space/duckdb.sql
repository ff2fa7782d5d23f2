SELECT " "." " FROM " "
