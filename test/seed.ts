/** What the tests' properties are drawn from: the same in every run, so that none fails by chance; `SEED=7` draws others. */
export const seed = Number(process.env.SEED || 20_260_101);
