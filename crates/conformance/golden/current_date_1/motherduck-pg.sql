SELECT current_date() IS NOT NULL
