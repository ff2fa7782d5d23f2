SELECT count(*) FROM things CROSS JOIN parts
