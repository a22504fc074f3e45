-- What authors learn of an exercise, kept while learners submit. Failures are counted from this version on.

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

INSERT INTO exercise_attempts (user_id, exercise_id, attempts, attempts_to_pass)
SELECT p.user_id, p.exercise_id, p.attempts, (
    SELECT COUNT(*) FROM exercise_submissions s
    WHERE s.user_id = p.user_id AND s.exercise_id = p.exercise_id AND s.submitted_at <= (
        SELECT MIN(f.submitted_at) FROM exercise_submissions f
        WHERE f.user_id = p.user_id AND f.exercise_id = p.exercise_id AND f.success = 1
    )
) FROM user_progress p WHERE p.attempts > 0;
UPDATE exercise_attempts SET attempts_to_pass = NULL WHERE attempts_to_pass = 0;
-- The first pass sets the completion time, unless the learner gave one.
UPDATE exercise_attempts SET seconds_to_pass = (
    SELECT p.completion_time FROM user_progress p
    WHERE p.user_id = exercise_attempts.user_id AND p.exercise_id = exercise_attempts.exercise_id
) WHERE attempts_to_pass IS NOT NULL;
