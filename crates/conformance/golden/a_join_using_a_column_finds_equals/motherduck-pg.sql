SELECT kept.name, arrived.n FROM kept JOIN arrived USING (id)
