DELETE FROM kept WHERE kept.id IN (SELECT arrived.id FROM arrived)
