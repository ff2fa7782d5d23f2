SELECT toDate32(today()) IS NOT NULL
