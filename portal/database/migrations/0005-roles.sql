-- What an account may do besides learning: authors manage exercises.

ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT 'learner' CHECK (role IN ('learner', 'author', 'admin'));
