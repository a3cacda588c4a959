import { httpEvent, readCloudEvents, timerEvent } from '../../../shared/validation/function-compute';

const http = {
  version: 'v1',
  rawPath: '/api/account',
  requestContext: { requestId: 'r-1', http: { method: 'GET', path: '/api/account' } },
};

describe('an invocation by HTTP', () => {
  it('may lack what was not sent', () => {
    expect(httpEvent.parse(http)).toEqual({
      ...http,
      body: '',
      isBase64Encoded: false,
      headers: {},
      queryParameters: {},
      requestContext: { requestId: 'r-1', http: { method: 'GET', path: '/api/account', sourceIp: '' } },
    });
  });

  it('may have null for no headers and no query', () => {
    expect(httpEvent.parse({ ...http, headers: null, queryParameters: null })).toMatchObject({
      headers: {},
      queryParameters: {},
    });
  });

  it('is read as it was sent, and what we do not use is not', () => {
    const sent = {
      ...http,
      body: 'e30=',
      isBase64Encoded: true,
      headers: { Host: 'billing.example' },
      queryParameters: { limit: '5' },
      requestContext: { requestId: 'r-1', http: { method: 'PUT', path: '/', sourceIp: '203.0.113.7' } },
    };
    expect(httpEvent.parse({ ...sent, domainName: 'billing.example' })).toEqual(sent);
  });

  // biome-ignore format: one case a line
  it.each<[what: string, event: unknown]>([
    ['of another version',           { ...http, version: 'v2' }],
    ['without a version',            { ...http, version: undefined }],
    ['without a path',               { ...http, rawPath: undefined }],
    ['without a context',            { ...http, requestContext: undefined }],
    ['without a request id',         { ...http, requestContext: { http: http.requestContext.http } }],
    ['without a method',             { ...http, requestContext: { requestId: 'r-1', http: { path: '/' } } }],
    ['with a header that is a list', { ...http, headers: { Host: ['a', 'b'] } }],
    ['by a timer',                   { triggerTime: '2026-01-01T00:00:00Z', triggerName: 'hourly' }],
  ])('is not one %s', (_, event) => {
    expect(httpEvent.safeParse(event).success).toBe(false);
  });
});

describe('an invocation by a timer', () => {
  const timer = { triggerTime: '2026-01-01T00:00:00Z', triggerName: 'hourly' };

  it('has the text that the timer was configured with, or none', () => {
    expect(timerEvent.parse(timer)).toEqual({ ...timer, payload: '' });
    expect(timerEvent.parse({ ...timer, payload: '{}' })).toEqual({ ...timer, payload: '{}' });
  });

  it.each(['triggerTime', 'triggerName'])('is not one without its %s', (name) => {
    expect(timerEvent.safeParse({ ...timer, [name]: undefined }).success).toBe(false);
  });
});

describe('an invocation by EventBridge', () => {
  const event = { specversion: '1.0', id: '1', source: 'acme', type: 'paid', data: { any: 'thing' } };

  it('is one event, or an array of them, with all that they carry', () => {
    expect(readCloudEvents(event)).toEqual([event]);
    expect(readCloudEvents([event, { ...event, id: '2' }])).toEqual([event, { ...event, id: '2' }]);
    expect(readCloudEvents([])).toEqual([]);
  });

  it('has null for a bad element of an array', () => {
    expect(readCloudEvents([event, 'nonsense', event])).toEqual([event, null, event]);
  });

  // biome-ignore format: one case a line
  it.each<[what: string, payload: unknown]>([
    ['nothing',            undefined],
    ['an empty object',    {}],
    ['another version',    { ...event, specversion: '0.3' }],
    ['no version',         { ...event, specversion: undefined }],
    ['no id',              { ...event, id: undefined }],
    ['no source',          { ...event, source: undefined }],
    ['no type',            { ...event, type: undefined }],
  ])('is not %s', (_, payload) => {
    expect(readCloudEvents(payload)).toBeUndefined();
  });
});
