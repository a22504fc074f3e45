-- Rows without times get the current one; a daily count of submissions, so that statistics stay right when old
-- submissions are deleted; indexes for every list that belongs to one learner.

CREATE TABLE new_users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,           -- normalised: trimmed, NFKC, lower case
    username TEXT NOT NULL,               -- as the learner typed it, NFKC
    username_key TEXT UNIQUE,             -- NFKC and case-folded: what must be unique; null: signs in by email only
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z'),
    updated_at TEXT NOT NULL DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z')
);
INSERT INTO new_users (id, email, username, username_key, password_hash, created_at, updated_at)
SELECT id, email, username, username_key, password_hash, created_at, updated_at FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;

CREATE TABLE new_user_progress (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('not_started', 'in_progress', 'completed')),
    completion_time INTEGER CHECK (completion_time >= 0),   -- seconds
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_code TEXT,
    started_at TEXT NOT NULL DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z'),
    completed_at TEXT,
    updated_at TEXT NOT NULL DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z'),
    verified INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1)),
    UNIQUE (user_id, exercise_id)
);
INSERT INTO new_user_progress (id, user_id, exercise_id, status, completion_time, attempts, last_code, started_at,
 completed_at, updated_at, verified)
SELECT id, user_id, exercise_id, status, completion_time, attempts, last_code, started_at, completed_at, updated_at,
 verified FROM user_progress;
DROP TABLE user_progress;
ALTER TABLE new_user_progress RENAME TO user_progress;
CREATE INDEX progress_by_user ON user_progress (user_id, updated_at, id);
CREATE INDEX progress_of_user ON user_progress (user_id, exercise_id, status, completion_time);

CREATE TABLE new_exercise_submissions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    test_results TEXT NOT NULL,           -- JSON
    success INTEGER NOT NULL CHECK (success IN (0, 1)),
    status TEXT NOT NULL DEFAULT 'ok',
    submitted_at TEXT NOT NULL DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z')
);
INSERT INTO new_exercise_submissions (id, user_id, exercise_id, code, test_results, success, status, submitted_at)
SELECT id, user_id, exercise_id, code, test_results, success, status, submitted_at FROM exercise_submissions;
DROP TABLE exercise_submissions;
ALTER TABLE new_exercise_submissions RENAME TO exercise_submissions;
CREATE INDEX submissions_by_exercise ON exercise_submissions (user_id, exercise_id, submitted_at, id, success);
CREATE INDEX submissions_by_time ON exercise_submissions (user_id, submitted_at, id);

CREATE TABLE activity_days (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    day TEXT NOT NULL,                    -- UTC, YYYY-MM-DD
    submissions INTEGER NOT NULL,
    passed INTEGER NOT NULL,
    PRIMARY KEY (user_id, day)
);
INSERT INTO activity_days (user_id, day, submissions, passed)
SELECT user_id, SUBSTR(submitted_at, 1, 10), COUNT(*), SUM(success) FROM exercise_submissions
GROUP BY user_id, SUBSTR(submitted_at, 1, 10);

CREATE INDEX sessions_by_use ON sessions (last_used_at, user_id);
