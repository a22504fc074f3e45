/** The catalogue as a path: an exercise is locked until the exercises it builds on are solved. */

/** Return the exercises that should be solved before this one. */
export function missingPrerequisites({ prerequisites }, exercises) {
  return exercises.filter(({ id, status }) => prerequisites.includes(id) && status !== "completed");
}

/** Return the next exercise after this one that is neither solved nor locked, starting over at the end; undefined if there is none. */
export function nextAfter(exerciseId, exercises) {
  const position = exercises.findIndex(({ id }) => id === exerciseId);
  return [...exercises.slice(position + 1), ...exercises.slice(0, Math.max(position, 0))]
    .find((exercise) => exercise.status !== "completed" && !missingPrerequisites(exercise, exercises).length);
}
