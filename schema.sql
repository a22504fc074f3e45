-- The current schema, in the SQL that SQLite and PostgreSQL share. `flask init-db` runs this file on an empty
-- database; an older database is brought here by the numbered files in portal/database/migrations/.
-- Times are UTC, ISO 8601 with milliseconds and `Z`, made in Python; the defaults serve rows that other programs insert,
-- in the SQL that SQLite and PostgreSQL share (there with the time zone of the session set to UTC). Lists and maps are
-- JSON text.

CREATE TABLE schema_version (
    version INTEGER NOT NULL PRIMARY KEY,
    applied_at TEXT NOT NULL
);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT UNIQUE,                    -- normalised: trimmed, NFKC, lower case; null: the account has none
    username TEXT NOT NULL,               -- as the learner typed it, NFKC
    username_key TEXT UNIQUE,             -- NFKC and case-folded: what must be unique; null: signs in by email only
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z'),
    updated_at TEXT NOT NULL DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z'),
    role TEXT NOT NULL DEFAULT 'learner' CHECK (role IN ('learner', 'author', 'admin'))
);

-- One row per sign-in: the family of refresh tokens that descend from it. A token names its session and its
-- generation; no token and no hash of one is kept.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL DEFAULT 1 CHECK (generation >= 1),
    spent_at TEXT NOT NULL DEFAULT '{}',  -- {generation: time} of the refresh tokens spent within the grace
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,             -- moves with use, as far as the absolute life allows; ends with a revocation
    revoked_at TEXT,
    address TEXT NOT NULL DEFAULT '',
    user_agent TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_use ON sessions (last_used_at, user_id);

CREATE TABLE exercises (
    id TEXT NOT NULL PRIMARY KEY,         -- a slug
    position INTEGER NOT NULL,            -- order in the catalogue
    title TEXT NOT NULL,
    summary TEXT NOT NULL,                -- one sentence
    category TEXT NOT NULL,
    difficulty TEXT NOT NULL CHECK (difficulty IN ('beginner', 'intermediate', 'advanced')),
    topics TEXT NOT NULL DEFAULT '[]',
    prerequisites TEXT NOT NULL DEFAULT '[]',
    instructions TEXT NOT NULL,           -- Markdown
    hints TEXT NOT NULL DEFAULT '[]',
    starter_code TEXT NOT NULL,
    module TEXT NOT NULL DEFAULT 'solution.py',
    test_code TEXT NOT NULL,
    solution TEXT NOT NULL,
    files TEXT NOT NULL DEFAULT '{}',     -- {name: content} of the modules that travel along
    source TEXT NOT NULL DEFAULT 'starter',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    author_data TEXT NOT NULL DEFAULT '{}',   -- JSON of what only the author needs: wrong samples and the like
    retired_at TEXT,                      -- since then it is not in the catalogue
    time_limit_ms INTEGER CHECK (time_limit_ms BETWEEN 100 AND 600000)    -- of a graded run; null: the default
);
CREATE INDEX exercises_by_position ON exercises (position, id);

-- What was ever published of an exercise. Its version is a hash of the content: publishing the same again adds no row.
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

-- One row. Its number grows with every change of the exercises, so that no process shows what was there before.
CREATE TABLE catalogue (
    version INTEGER NOT NULL PRIMARY KEY
);
INSERT INTO catalogue (version) VALUES (1);

CREATE TABLE user_progress (
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
    completed_version TEXT,               -- of the exercise, when a submission first passed
    UNIQUE (user_id, exercise_id)
);
CREATE INDEX progress_by_user ON user_progress (user_id, updated_at, id);
CREATE INDEX progress_of_user ON user_progress (user_id, exercise_id, status, completion_time);

CREATE TABLE exercise_submissions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    test_results TEXT NOT NULL,           -- JSON
    success INTEGER NOT NULL CHECK (success IN (0, 1)),
    status TEXT NOT NULL DEFAULT 'ok',
    submitted_at TEXT NOT NULL DEFAULT (REPLACE(SUBSTR(CAST(CURRENT_TIMESTAMP AS TEXT), 1, 19), ' ', 'T') || '.000Z'),
    version TEXT                          -- of the exercise that graded it; null: before there were versions
);
CREATE INDEX submissions_by_exercise ON exercise_submissions (user_id, exercise_id, submitted_at, id, success);
CREATE INDEX submissions_by_time ON exercise_submissions (user_id, submitted_at, id);
CREATE INDEX submissions_of_exercise ON exercise_submissions (exercise_id, submitted_at, id);

-- By which version of its exercise a submission was last graded again, and whether it passed; what learners see stays.
CREATE TABLE regrades (
    submission_id TEXT NOT NULL PRIMARY KEY REFERENCES exercise_submissions (id) ON DELETE CASCADE,
    version TEXT NOT NULL,
    success INTEGER NOT NULL CHECK (success IN (0, 1)),
    regraded_at TEXT NOT NULL
);

-- How much a learner submitted on each day: statistics outlive the submissions that are deleted to bound storage.
CREATE TABLE activity_days (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    day TEXT NOT NULL,                    -- UTC, YYYY-MM-DD
    submissions INTEGER NOT NULL,
    passed INTEGER NOT NULL,
    PRIMARY KEY (user_id, day)
);
CREATE INDEX activity_of_user ON activity_days (user_id, day, submissions, passed);

-- What each learner needed for an exercise, for its author.
CREATE TABLE exercise_attempts (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE CASCADE,
    attempts INTEGER NOT NULL,
    attempts_to_pass INTEGER,             -- up to the first pass
    seconds_to_pass INTEGER,              -- from the first draft or submission to the first pass
    hints_opened INTEGER,                 -- null: no client said
    PRIMARY KEY (user_id, exercise_id)
);
CREATE INDEX attempts_by_exercise ON exercise_attempts (exercise_id, attempts_to_pass, attempts, hints_opened);
CREATE INDEX attempts_by_seconds ON exercise_attempts (exercise_id, seconds_to_pass) WHERE seconds_to_pass IS NOT NULL;

-- In how many submissions of learners each test of an exercise failed and each type of error came up.
CREATE TABLE exercise_failures (
    exercise_id TEXT NOT NULL REFERENCES exercises (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('test', 'error')),
    name TEXT NOT NULL,
    submissions INTEGER NOT NULL,
    PRIMARY KEY (exercise_id, kind, name)
);

-- Answers to requests that carried an Idempotency-Key, kept for a day; `status` is null while the first one runs.
CREATE TABLE idempotency_keys (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,            -- of method, path and body
    status INTEGER,
    body TEXT,                            -- JSON, as it was sent
    created_at TEXT NOT NULL,
    language TEXT,                        -- of body
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
