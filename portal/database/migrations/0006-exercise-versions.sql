-- Published versions of exercises; the version that graded a submission, and the one it was graded by again.

ALTER TABLE exercises ADD COLUMN author_data TEXT NOT NULL DEFAULT '{}';
ALTER TABLE exercises ADD COLUMN retired_at TEXT;

CREATE TABLE exercise_versions (
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE CASCADE,
    version TEXT NOT NULL,
    content TEXT NOT NULL,                -- JSON of the exercise
    author_data TEXT NOT NULL,
    published_at TEXT NOT NULL,
    published_by TEXT REFERENCES users (id) ON DELETE SET NULL,   -- null: from the command line
    PRIMARY KEY (exercise_id, version)
);
CREATE INDEX versions_by_author ON exercise_versions (published_by);

ALTER TABLE user_progress ADD COLUMN completed_version TEXT;

ALTER TABLE exercise_submissions ADD COLUMN version TEXT;
CREATE INDEX submissions_of_exercise ON exercise_submissions (exercise_id, submitted_at, id);

CREATE TABLE regrades (
    submission_id TEXT NOT NULL PRIMARY KEY REFERENCES exercise_submissions (id) ON DELETE CASCADE,
    version TEXT NOT NULL,
    success INTEGER NOT NULL CHECK (success IN (0, 1)),
    regraded_at TEXT NOT NULL
);

UPDATE catalogue SET version = version + 1;
