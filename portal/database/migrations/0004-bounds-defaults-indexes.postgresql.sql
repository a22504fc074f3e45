-- What 0004-bounds-defaults-indexes.sql does, in place: PostgreSQL changes columns of a table that others refer to.

ALTER TABLE users
    ALTER COLUMN username_key DROP NOT NULL,
    ALTER COLUMN created_at SET DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z'),
    ALTER COLUMN updated_at SET DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z');

ALTER TABLE user_progress
    ALTER COLUMN started_at SET DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z'),
    ALTER COLUMN updated_at SET DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z');
CREATE INDEX progress_by_user ON user_progress (user_id, updated_at, id);
CREATE INDEX progress_of_user ON user_progress (user_id, exercise_id, status, completion_time);

ALTER TABLE exercise_submissions
    ALTER COLUMN status SET DEFAULT 'ok',
    ALTER COLUMN submitted_at SET DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z');
DROP INDEX submissions_by_user;
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
