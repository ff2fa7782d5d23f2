SELECT asks.want, ticks.v FROM asks LT JOIN ticks ON asks.sym = ticks.sym TOLERANCE 5s ORDER BY (asks.want) IS NULL, asks.want
