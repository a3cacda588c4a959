/**
 * The alias that everything which is called goes through: routes, triggers, and one function that starts another. A version
 * of a function is published by each deployment and never changes; moving the alias is what makes it count, and moving it
 * back is a rollback (Function Compute documents, "Manage aliases"). What was uploaded last, `LATEST`, nobody calls.
 */
export const LIVE = 'live';
