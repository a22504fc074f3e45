-- The language of a stored response, for its Content-Language; null on those of before, which are in English.

ALTER TABLE idempotency_keys ADD COLUMN language TEXT;
