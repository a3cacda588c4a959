/** What the console accepts: nothing yet. */
export {};
