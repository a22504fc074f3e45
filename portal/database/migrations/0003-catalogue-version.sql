-- The number that tells every process when the exercises have changed.

CREATE TABLE catalogue (
    version INTEGER NOT NULL PRIMARY KEY
);
INSERT INTO catalogue (version) VALUES (1);
