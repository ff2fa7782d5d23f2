SELECT asks.want, ticks.v FROM asks ASOF JOIN ticks ON asks.sym = ticks.sym AND asks."at" >= ticks."at" ORDER BY asks.want
