SELECT asks.want, ticks.v FROM asks ASOF JOIN ticks ON asks.sym = ticks.sym TOLERANCE 20s ORDER BY (asks.want) IS NULL, asks.want
