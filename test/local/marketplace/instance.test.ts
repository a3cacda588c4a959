import {
  close,
  confirm,
  goOverdue,
  type Instance,
  type InstanceStatus,
  noteAttempt,
  pay,
  sell,
  tellPayment,
} from '../../../local/marketplace/instance';

const nowMs = Date.parse('2026-03-01T20:30:05.678Z');
const purchase = { accountId: '1234567890123456', productCode: 'cmgj00053362' };
const sold = (sequence = 0) => sell(sequence, purchase, nowMs);
const inStatus = (status: InstanceStatus): Instance => ({ ...sold(), status, notifications: [] });

describe('sell', () => {
  // biome-ignore format: one case a line
  it.each([
    [0, '33884913', '222222222222222'],
    [1, '33884914', '222222222222223'],
    [9, '33884922', '222222222222231'],
  ])('the %i-th is instance %s of order %s', (sequence, instanceId, orderId) => {
    expect(sold(sequence)).toMatchObject({ instanceId, orderId, accountId: '1234567890123456', status: 'OPENING' });
  });

  it('owes createInstance, which alone names the buyer', () => {
    expect(sold().notifications).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        createdOn: nowMs,
        action: 'createInstance',
        parameters: {
          aliUid: '1234567890123456',
          orderBizId: '33884913',
          orderId: '222222222222222',
          productCode: 'cmgj00053362',
          skuId: 'yuncode5336200001',
          package_version: 'yuncode5336200001',
          trial: 'false',
        },
        attempts: 0,
        state: 'pending',
      },
    ]);
  });
});

describe('what can happen to an instance', () => {
  // biome-ignore format: one case a line
  it.each([
    ['close',     close,     'OPENING', 'CLOSED'],
    ['close',     close,     'OPENED',  'CLOSED'],
    ['close',     close,     'EXPIRED', 'CLOSED'],
    ['close',     close,     'CLOSED',  undefined],
    ['goOverdue', goOverdue, 'OPENING', undefined],
    ['goOverdue', goOverdue, 'OPENED',  'EXPIRED'],
    ['goOverdue', goOverdue, 'EXPIRED', undefined],
    ['goOverdue', goOverdue, 'CLOSED',  undefined],
    ['pay',       pay,       'OPENING', undefined],
    ['pay',       pay,       'OPENED',  undefined],
    ['pay',       pay,       'EXPIRED', 'OPENED'],
    ['pay',       pay,       'CLOSED',  undefined],
  ] as const)('%s, %s: %s → %s', (_, decide, from, to) => {
    expect(decide(inStatus(from), nowMs)?.status).toBe(to);
  });

  // biome-ignore format: one case a line
  it.each([
    ['releaseInstance', () => close(inStatus('OPENED'), nowMs),     { instanceId: '33884913', orderId: '222222222222222', isRefund: 'false' }],
    ['expiredInstance', () => goOverdue(inStatus('OPENED'), nowMs), { instanceId: '33884913' }],
    ['renewInstance',   () => pay(inStatus('EXPIRED'), nowMs),      { instanceId: '33884913', orderId: '222222222222222', expiredOn: '2027-03-02 04:30:05' }],
  ])('owes %s', (action, change, parameters) => {
    expect(change()?.notifications).toMatchObject([
      { createdOn: nowMs, action, parameters, attempts: 0, state: 'pending' },
    ]);
  });
});

/** The `nth` notification's id, from 0. */
const idOf = (instance: Instance, nth = 0): string => instance.notifications[nth]?.id ?? '';

/** After this many refused attempts at its `createInstance`. */
const tried = (times: number): Instance => {
  let instance = sold();
  for (let n = 0; n < times; n++) instance = noteAttempt(instance, idOf(instance), undefined, nowMs);
  return instance;
};
const closedBeforeItOpened = (): Instance => close(sold(), nowMs) ?? sold();

it('gives each notification an id of its own', () => {
  const ids = [sold(), closedBeforeItOpened()].flatMap(({ notifications }) => notifications.map(({ id }) => id));
  expect(new Set(ids).size).toBe(3);
});

it('tells a payment by what was sold to whom', () => {
  expect(tellPayment(inStatus('OPENING'), nowMs).notifications).toMatchObject([
    {
      createdOn: nowMs,
      action: 'orderPay',
      parameters: {
        aliUid: '1234567890123456',
        orderBizId: '33884913',
        orderId: '222222222222222',
        productCode: 'cmgj00053362',
        skuId: 'yuncode5336200001',
      },
      state: 'pending',
    },
  ]);
});

describe('noteAttempt', () => {
  // biome-ignore format: one case a line
  it.each([
    ['the first, refused',  0,   undefined, 'pending',   1],
    ['the 119th, refused',  118, undefined, 'pending',   119],
    ['the 120th, refused',  119, undefined, 'failed',    120],
    ['the first, accepted', 0,   {},        'delivered', 1],
    ['the 120th, accepted', 119, {},        'delivered', 120],
  ])('%s', (_, before, acceptance, state, attempts) => {
    const instance = tried(before);
    const { notifications } = noteAttempt(instance, idOf(instance), acceptance, nowMs);
    expect(notifications).toMatchObject([{ state, attempts }]);
  });

  it('opens an instance once createInstance is accepted', () => {
    const instance = sold();
    expect(noteAttempt(instance, idOf(instance), undefined, nowMs)).toMatchObject({ status: 'OPENING' });
    expect(noteAttempt(instance, idOf(instance), {}, nowMs)).toMatchObject({ status: 'OPENED', beganOn: nowMs });
  });

  it('does not open one that was closed meanwhile', () => {
    const closed = closedBeforeItOpened();
    expect(noteAttempt(closed, idOf(closed), {}, nowMs)).toMatchObject({ status: 'CLOSED' });
  });

  it('keeps where to log in, as createInstance was answered', () => {
    const authUrl = 'https://seller.example/log-in';
    const instance = sold();
    const closed = closedBeforeItOpened();
    expect(noteAttempt(instance, idOf(instance), { authUrl }, nowMs)).toMatchObject({ status: 'OPENED', authUrl });
    expect(noteAttempt(closed, idOf(closed, 1), { authUrl }, nowMs)).not.toHaveProperty('authUrl');
  });

  it('does not open an instance by another notification', () => {
    const opening: Instance = { ...closedBeforeItOpened(), status: 'OPENING' };
    expect(noteAttempt(opening, idOf(opening, 1), {}, nowMs)).toMatchObject({
      status: 'OPENING',
      notifications: [{ state: 'pending' }, { state: 'delivered' }],
    });
  });
});

describe('confirm', () => {
  it('takes a failed notification, again and again', () => {
    const failed = tried(120);
    const confirmed = confirm(failed, idOf(failed));
    expect(confirmed?.notifications).toMatchObject([{ state: 'confirmed', attempts: 120 }]);
    expect(confirm(confirmed ?? failed, idOf(failed))).toEqual(confirmed);
  });

  it('does not take one that is pending, or delivered', () => {
    const pending = tried(119);
    const delivered = noteAttempt(pending, idOf(pending), {}, nowMs);
    expect(confirm(pending, idOf(pending))).toBeUndefined();
    expect(confirm(delivered, idOf(delivered))).toBeUndefined();
  });

  it('does not take one that there is not', () => {
    expect(confirm(tried(120), '0'.repeat(32))).toBeUndefined();
  });
});
