/** What is claimed of trials: what was seen, no more. */

import { personAt } from '../../../../local/deployment/acceptance/hands';
import {
  asExpected,
  differs,
  notDone,
  reportOf,
  summaryOf,
  tryAll,
} from '../../../../local/deployment/acceptance/trial';

const trial = (name: string, run: () => Promise<ReturnType<typeof asExpected>>) => ({ name, expected: 'it does', run });

test('each is tried, whatever came of those before; secrets are blotted out; the report names what differed', async () => {
  const said: string[] = [];
  const tried = await tryAll(
    [
      trial('One', async () => asExpected('It did.')),
      trial('Two', async () => {
        throw new Error('refused with s3cret');
      }),
      trial('Three', async () => differs('403 | 404')),
      trial('Four', async () => notDone('Nobody was there.')),
    ],
    (line) => said.push(line),
    (text) => text.replace('s3cret', '***'),
  );
  expect(tried.map(({ state, seen }) => [state, seen])).toEqual([
    ['as expected', 'It did.'],
    ['differs', 'refused with ***'],
    ['differs', '403 | 404'],
    ['not done', 'Nobody was there.'],
  ]);
  expect(said.join('\n')).not.toContain('s3cret');
  expect(summaryOf(tried)).toBe('1 as expected, 2 different from the local cloud, 1 not done.');
  const report = reportOf(tried, 'dev', '0224666', 0);
  expect(report).toContain('## What differed from the local cloud\n\n- Two: refused with ***\n- Three: 403 | 404\n');
  expect(report).toContain('## What was not done\n\n- Four: Nobody was there.\n');
  expect(report).toContain('| Three | it does | differs | 403 \\| 404 |');
});

test('without a person at the terminal nothing is claimed for one', async () => {
  const written: string[] = [];
  const output = { write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const person = personAt({ isTTY: false } as NodeJS.ReadStream, output, 'https://billing.acme.cn');
  expect(await person.call('createInstance', { orderBizId: '33884913' })).toBeUndefined();
  expect(await person.sawMail('owner@acme.example', '33884913')).toBeUndefined();
  expect(written.join('')).toContain('https://billing.acme.cn/marketplace/spi');
  expect(written.join('')).toContain('{"instanceId":"33884913", "appInfo": …}');
});
