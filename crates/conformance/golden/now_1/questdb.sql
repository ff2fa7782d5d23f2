SELECT (now() IS NOT NULL) FROM long_sequence(1)
