-- An account may have no email address where the operator allows it; those that exist are still unique.

ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
