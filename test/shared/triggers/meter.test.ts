import { createMeter } from '../../../shared/triggers/meter';

it('adds up by name, and names nothing that was not counted', () => {
  const meter = createMeter();
  meter.add({ storeCalls: 1, readUnits: 2 });
  meter.add({ storeCalls: 1, writeUnits: 0 });
  meter.add({ mailCalls: 1, mailMs: 30 });
  expect(meter.take()).toEqual({ storeCalls: 2, readUnits: 2, mailCalls: 1, mailMs: 30 });
});

it('begins anew whenever it is taken', () => {
  const meter = createMeter();
  expect(meter.take()).toEqual({});
  meter.add({ storeCalls: 1 });
  const first = meter.take();
  meter.add({ storeCalls: 5 });
  expect([first, meter.take(), meter.take()]).toEqual([{ storeCalls: 1 }, { storeCalls: 5 }, {}]);
});
