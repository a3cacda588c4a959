import type { Invoker } from '../../../shared/ports';
import type { Fields, Level } from '../../../shared/triggers/log';
import { sooner } from '../../../shared/triggers/sooner';

const run = async (invoke: Invoker['invoke']) => {
  const lines: [Level, Fields][] = [];
  await sooner({ invoke }, (level, fields) => lines.push([level, fields]), 'close-subscription', {
    instanceId: '33884913',
  });
  return lines;
};

describe('what is done sooner', () => {
  it('is invoked, and nobody hears of it', async () => {
    const invoked: unknown[] = [];
    expect(await run(async (...call) => void invoked.push(call))).toEqual([]);
    expect(invoked).toEqual([['close-subscription', { instanceId: '33884913' }]]);
  });

  it('is left to its timer where it cannot be invoked, with a warning', async () => {
    const lines = await run(async () => {
      throw new Error('throttled');
    });
    expect(lines).toEqual([
      [
        'warn',
        expect.objectContaining({ warning: expect.stringContaining('close-subscription'), message: 'throttled' }),
      ],
    ]);
  });
});
