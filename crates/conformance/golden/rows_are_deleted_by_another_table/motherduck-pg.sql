DELETE FROM kept USING arrived WHERE kept.id = arrived.id
