-- An account may have no email address where the operator allows it; those that exist are still unique.

CREATE TABLE new_users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT UNIQUE,                    -- normalised: trimmed, NFKC, lower case; null: the account has none
    username TEXT NOT NULL,               -- as the learner typed it, NFKC
    username_key TEXT UNIQUE,             -- NFKC and case-folded: what must be unique; null: signs in by email only
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z'),
    updated_at TEXT NOT NULL DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z'),
    role TEXT NOT NULL DEFAULT 'learner' CHECK (role IN ('learner', 'author', 'admin'))
);
INSERT INTO new_users (id, email, username, username_key, password_hash, created_at, updated_at, role)
SELECT id, email, username, username_key, password_hash, created_at, updated_at, role FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
