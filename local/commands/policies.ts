/** `npm run policies`: the roles of a stage's functions and what each may do. */
import { parseArgs } from 'node:util';
import { checkout, run } from '../command';
import { placeOf, rolesOf } from '../deployment/policies';
import { readStage } from '../deployment/stage';

const usage = `npm run policies -- --stage dev

Prints the RAM role of each function as JSON, {"<role>": {"trustPolicy", "policy"}}, each document ready to be attached: the
role is made with the trust policy, and the policy, a custom one of the same name, is attached to it. A policy is generated
from what its function touches and allows nothing else. Nothing is called and nothing changed.

  --stage  dev, staging, prod …: its values stand in .env.<stage>; local is the running npm start

Of one role:  npm run --silent policies -- --stage dev | jq '."account-settlement-dev-log-in".policy'`;

/** Not documented, so nobody should look for it in the policies when the marketplace refuses. */
const marketplace = `Where the marketplace refuses a role in spite of its policy, attach the system policy AliyunMarketplaceFullAccess to that
role too: its documents know permissions for the whole service only. npm run accept finds out.`;

run(async () => {
  const { values } = parseArgs({ options: { stage: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const roles = rolesOf(placeOf(readStage(values.stage, checkout, process.env)));
  console.error(marketplace);
  console.log(JSON.stringify(roles, undefined, 2));
  return 0;
});
