import { workspaceList } from '../../../shared/validation/workspace-list';
import { read, refusedAs } from './reading';

describe('query of the list of workspaces', () => {
  test.each<[given: unknown, read: unknown]>([
    [{}, { limit: 50 }],
    [{ limit: '' }, { limit: 50 }],
    [{ limit: '1' }, { limit: 1 }],
    [{ limit: '200' }, { limit: 200 }],
    [{ limit: '0' }, refusedAs('malformed')],
    [{ limit: '201' }, refusedAs('malformed')],
    [{ limit: '-1' }, refusedAs('malformed')],
    [{ limit: '1e2' }, refusedAs('malformed')],
    [{ limit: '50.0' }, refusedAs('malformed')],
    [{ limit: ['50', '60'] }, refusedAs('malformed')],
    [{ cursor: 'b3BhcXVl_-.~' }, { limit: 50, cursor: 'b3BhcXVl_-.~' }],
    [{ cursor: 'x'.repeat(1024) }, { limit: 50, cursor: 'x'.repeat(1024) }],
    [{ cursor: 'x'.repeat(1025) }, refusedAs('malformed')],
    [{ cursor: 'no\u00e9' }, refusedAs('malformed')],
    [
      { site: 'cn1', method: 'alicloud' },
      { limit: 50, site: 'cn1', method: 'alicloud' },
    ],
    [{ site: 'cn9', method: 'paypal' }, refusedAs('not-offered not-offered')],
    [
      { instanceId: ' 33884913', closedBy: '33884914' },
      { limit: 50, instanceId: '33884913', closedBy: '33884914' },
    ],
    [{ instanceId: 'cmgj00053362', closedBy: '1' }, refusedAs('instance-id-is-product-code instance-id-wrong-length')],
    [{ q: ' Acme ' }, { limit: 50, q: 'Acme ' }],
    [{ q: 'Cafe\u0301' }, { limit: 50, q: 'Caf\u00e9' }],
    [{ q: ' ' }, { limit: 50 }],
    [{ q: 'x'.repeat(257) }, refusedAs('too-long')],
    [{ q: ['a', 'b'] }, refusedAs('malformed')],
    [{ page: '2' }, { limit: 50 }],
  ])('%j is read as %j', (given, expected) => {
    expect(read(workspaceList, given)).toEqual(expected);
  });
});
