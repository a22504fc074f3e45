-- What statistics read of a learner's days stands together in an index, and not in rows all over a large table.
CREATE INDEX activity_of_user ON activity_days (user_id, day, submissions, passed);
