UPDATE kept SET n = arrived.n FROM arrived WHERE kept.id = arrived.id
