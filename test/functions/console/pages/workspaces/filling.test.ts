import { type Answered, wantedAfter } from '../../../../../functions/console/pages/workspaces/filling';

const answer = (rows: number, nextCursor?: string): Answered => ({
  workspaces: Array.from({ length: rows }, () => ({}) as Answered['workspaces'][number]),
  ...(nextCursor !== undefined && { nextCursor }),
});

// biome-ignore format: a table
test.each<[string, Answered[], ReturnType<typeof wantedAfter>]>([
  ['nothing yet, but the first request', [],                              undefined],
  ['a full page',                        [answer(20, 'a')],               undefined],
  ['the end',                            [answer(3)],                     undefined],
  ['the end, with nothing',              [answer(0)],                     undefined],
  ['none, and a cursor that goes on',    [answer(0, 'a')],                { limit: 20, cursor: 'a' }],
  ['a short page and a cursor',          [answer(3, 'a')],                { limit: 17, cursor: 'a' }],
  ['two short ones',                     [answer(3, 'a'), answer(0, 'b')], { limit: 17, cursor: 'b' }],
  ['short ones that are full together',  [answer(3, 'a'), answer(17, 'b')], undefined],
  ['short ones, then the end',           [answer(3, 'a'), answer(2)],     undefined],
])('%s', (_, answers, wanted) => expect(wantedAfter(20, answers)).toEqual(wanted));
