-- The time limit that an author gives an exercise.

ALTER TABLE exercises ADD COLUMN time_limit_ms INTEGER CHECK (time_limit_ms BETWEEN 100 AND 600000);

UPDATE catalogue SET version = version + 1;
