CREATE INDEX sessions_by_expiry ON sessions (expires_at);

UPDATE sessions SET expires_at = revoked_at WHERE revoked_at IS NOT NULL;

CREATE TABLE idempotency_keys (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,            -- of method, path and body
    status INTEGER,
    body TEXT,                            -- JSON, as it was sent
    created_at TEXT NOT NULL,
    PRIMARY KEY (user_id, key)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
