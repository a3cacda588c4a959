/**
 * `npm run budgets`: how large each function's bundle is, of how much it may be, and what is in it; and how much a browser loads
 * before it shows a page. 1 where one is too large.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkout, run } from '../command';
import { budgetTable, bundlesOf, firstLoadsOf, firstLoadTable, overBudget, overFirstLoad } from '../deployment/budgets';

const USAGE =
  "npm run budgets prints how large each function's bundle is, of how much it may be, what is in it, and what pages load.";

run(async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
  if (values.help === true) {
    console.error(USAGE);
    return 0;
  }
  const bundles = bundlesOf(join(checkout, 'dist'), readdirSync(join(checkout, 'functions')));
  const loads = firstLoadsOf(join(checkout, 'dist'));
  console.log(`${budgetTable(bundles)}\n\n${firstLoadTable(loads)}`);
  const faults = [...bundles.flatMap(overBudget), ...overFirstLoad(loads)];
  for (const fault of faults) console.error(fault);
  return faults.length === 0 ? 0 : 1;
});
