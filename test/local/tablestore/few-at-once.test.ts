import { fewAtOnce } from '../../../local/tablestore/few-at-once';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('so many at once, in their order, whether they succeed or not', async () => {
  const inTurn = fewAtOnce(2);
  let [running, most] = [0, 0];
  const begun: number[] = [];
  const outcomes = await Promise.allSettled(
    [0, 1, 2, 3, 4, 5, 6].map((nth) =>
      inTurn(async () => {
        begun.push(nth);
        most = Math.max(most, ++running);
        for (let left = nth % 3; left >= 0; left--) await turn();
        running--;
        if (nth % 2 === 1) throw new Error(`${nth}`);
        return nth;
      }),
    ),
  );
  expect([begun, most, running]).toEqual([[0, 1, 2, 3, 4, 5, 6], 2, 0]);
  expect(outcomes.map(({ status }) => status)).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map((nth) => (nth % 2 === 1 ? 'rejected' : 'fulfilled')),
  );
});
