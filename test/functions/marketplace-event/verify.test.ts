/** 免登: from the marketplace's purchased services to the registration, with a proof of where the customer came from. */
import { signSpiCall } from '../../../shared/triggers/marketplace-signature';
import {
  ACCOUNT_ID,
  addWorkspace,
  alicloud,
  buy,
  change,
  createWorld,
  INSTANCE_ID,
  logInAs,
  PUBLIC_URL,
  register,
  registrationBody,
  SELLER_KEY,
  type World,
} from '../../fakes/world';

const EXPIRED = `${PUBLIC_URL}/register#notice=link-expired`;

const beijing = (atMs: number) => new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** The link as the marketplace makes it, so many milliseconds ago. */
const linkOf = (world: World, agoMs = 0, instanceId = INSTANCE_ID) => {
  const query = { action: 'verify', instanceId, timeStamp: beijing(world.clock.nowMs() - agoMs) };
  return { ...query, token: signSpiCall(query, SELLER_KEY) };
};
const follow = async (world: World, query: Readonly<Record<string, string>>) => {
  const answer = await world.ask('GET', '/marketplace/spi', { query });
  return { status: answer.status, location: answer.headers.location ?? '' };
};
const proofOf = async (world: World, instanceId = INSTANCE_ID): Promise<string> =>
  new URLSearchParams((await follow(world, linkOf(world, 0, instanceId))).location.split('#')[1]).get('proof') ?? '';

const opened = async (policies = {}) => {
  const world = createWorld({ policies });
  await buy(world);
  return world;
};

describe('the link', () => {
  test('leads to the registration with both IDs and a proof, in the fragment', async () => {
    const world = await opened();
    const { status, location } = await follow(world, linkOf(world));
    const [address, fragment] = location.split('#');
    expect([status, address]).toEqual([302, `${PUBLIC_URL}/register`]);
    expect(Object.fromEntries(new URLSearchParams(fragment))).toEqual({
      accountId: ACCOUNT_ID,
      instanceId: INSTANCE_ID,
      proof: expect.stringMatching(/./),
    });
  });

  // biome-ignore format: one case a line
  test.each([
    // how old, in seconds   works
    [0,                      true],
    [119,                    true],
    [121,                    false],
    [-119,                   true],
    [-121,                   false],
  ])('%i seconds old: %s', async (agoS, works) => {
    const world = await opened();
    const { location } = await follow(world, linkOf(world, agoS * 1_000));
    expect(location === EXPIRED).toBe(!works);
  });

  test('works once', async () => {
    const world = await opened();
    const link = linkOf(world);
    expect((await follow(world, link)).location).not.toBe(EXPIRED);
    expect(await follow(world, link)).toEqual({ status: 302, location: EXPIRED });
  });

  test('of an instance that nobody knows leads there without a proof', async () => {
    const world = createWorld();
    expect((await follow(world, linkOf(world))).location).toBe(EXPIRED);
  });

  test('of an instance that the marketplace shows and has not announced yet leads there with one', async () => {
    const world = createWorld();
    const sold = { orderId: '222222222222222', productCode: 'cmgj00053362', status: 'OPENED' } as const;
    world.marketplace.instances.set(INSTANCE_ID, { ...sold, instanceId: INSTANCE_ID, accountId: ACCOUNT_ID });
    expect(await proofOf(world)).not.toBe('');
    expect(await world.store.get('instances', { instanceId: INSTANCE_ID })).toMatchObject({ status: 'open' });
  });

  test('with a wrong token is refused like every call', async () => {
    const world = await opened();
    expect((await follow(world, { ...linkOf(world), token: '0'.repeat(32) })).status).toBe(403);
  });
});

describe('where the policy asks for a proof', () => {
  const enforced = () => opened({ requireProof: true });
  const withProof = (proof: string) => ({ settlement: { ...alicloud(), proof } });

  test('the first settlement by an AliCloud account needs it', async () => {
    const world = await enforced();
    expect(await register(world)).toMatchObject({ status: 409, body: { code: 'proof-required' } });
    expect(await register(world, withProof(await proofOf(world)))).toMatchObject({ status: 201 });
  });

  test('further ones of the same account do not', async () => {
    const world = await enforced();
    await register(world, withProof(await proofOf(world)));
    expect(await addWorkspace(world, await logInAs(world), alicloud())).toMatchObject({ status: 201 });
  });

  test('a change needs it as well', async () => {
    const world = await enforced();
    const { workspace } = (await register(world, { settlement: { method: 'billing-center' } })).body;
    const token = await logInAs(world);
    expect(await change(world, token, workspace, alicloud())).toMatchObject({
      status: 409,
      body: { code: 'proof-required' },
    });
    const { settlement } = withProof(await proofOf(world));
    expect(await change(world, token, workspace, settlement)).toMatchObject({ status: 200 });
  });

  test('it serves nobody a second time', async () => {
    const world = await enforced();
    const proof = await proofOf(world);
    await register(world, withProof(proof));
    const other = registrationBody({ ...withProof(proof), username: 'other' });
    expect(await world.ask('POST', '/api/registrations', { json: other })).toMatchObject({ status: 409 });
  });

  test('it runs out after thirty minutes', async () => {
    const world = await enforced();
    const proof = await proofOf(world);
    world.clock.advance(30 * 60_000);
    expect(await register(world, withProof(proof))).toMatchObject({ body: { code: 'proof-required' } });
  });

  test('it cannot be carried to another instance', async () => {
    const world = await enforced();
    await buy(world, '33884914');
    const proof = await proofOf(world, '33884914');
    expect(await register(world, withProof(proof))).toMatchObject({ body: { code: 'proof-required' } });
  });

  test('it cannot be forged, and a session is none', async () => {
    const world = await enforced();
    const proof = await proofOf(world);
    const forged = `${proof.slice(0, -1)}${proof.endsWith('A') ? 'B' : 'A'}`;
    const later = proof.replace(/\.(\d{13})\./, (_, ms) => `.${Number(ms) + 60_000}.`);
    for (const wrong of [forged, later, '', 'x', `${proof}.x`]) {
      expect(await register(world, withProof(wrong))).toMatchObject({ body: { code: 'proof-required' } });
    }
  });
});
