/** Nothing of what is lawful is told; that each violation is, the tests of `laws/` show. */
import { signSpiCall } from '../../shared/triggers/marketplace-signature';
import {
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  createWorld,
  INSTANCE_ID,
  logInAs,
  register,
  SELLER_KEY,
} from '../fakes/world';
import { OTHER_INSTANCE_ID } from '../functions/steps';
import { createAuditor, type Resting } from './auditor';

test('a lawful story from its beginning to its end', async () => {
  const auditor = createAuditor();
  const world = createWorld({ accepted: auditor.accepted });
  const { ask } = world;
  const told: Resting['ask'] = async (method, path, given = {}) => {
    const answer = await ask(method, path, given);
    auditor.answered({ method, path, ...given }, answer);
    return answer;
  };
  const telling = { ...world, ask: told };
  await buy(telling);
  await buy(telling, OTHER_INSTANCE_ID);
  await register(telling, {}, { 'Idempotency-Key': 'acme-1' });
  const token = await logInAs(telling);
  const { body } = await addWorkspace(telling, token, billingCenterSettlement);
  await change(telling, token, body.workspace, alicloud());
  await change(telling, token, body.workspace, alicloud(OTHER_INSTANCE_ID));
  await change(telling, token, body.workspace, alicloud());
  const query = { action: 'releaseInstance', instanceId: INSTANCE_ID, isRefund: 'false' };
  await told('GET', '/marketplace/spi', { query: { ...query, token: signSpiCall(query, SELLER_KEY) } });
  await world.settle();
  world.clock.advance(60_000);
  await world.timer('deliver-mail');
  expect(world.mailer.sent).toHaveLength(4);
  await auditor.atRest(world);
  expect(auditor.violations()).toEqual([]);
});
