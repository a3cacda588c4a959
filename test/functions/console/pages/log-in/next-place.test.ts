import { nextPlace } from '../../../../../functions/console/pages/log-in/next-place';

const ORIGIN = 'https://billing.example';

// biome-ignore format: a table
test.each([
  // next                                          leads on to
  ['/workspaces?q=Work&method=billing-center',     '/workspaces?q=Work&method=billing-center'],
  ['/workspaces/cn1/wksp_1#payers',                '/workspaces/cn1/wksp_1#payers'],
  ['/workspaces?q=%2F%2Felsewhere.example',        '/workspaces?q=%2F%2Felsewhere.example'],
  ['/cloud-accounts',                              '/cloud-accounts'],
  ['/account',                                     '/account'],
  ['/register',                                    '/register'],
  [`${ORIGIN}/account`,                            '/account'],
  [null,                                           '/workspaces'],
  ['',                                             '/workspaces'],
  ['/',                                            '/workspaces'],
  // No page that somebody signed in may want.
  ['/log-in?next=%2Faccount',                      '/workspaces'],
  ['/accounts',                                    '/workspaces'],
  ['/api/docs',                                    '/workspaces'],
  // Another's.
  ['https://elsewhere.example/account',            '/workspaces'],
  ['//elsewhere.example/account',                  '/workspaces'],
  ['/\\elsewhere.example/account',                 '/workspaces'],
  ['/\t/elsewhere.example/account',                '/workspaces'],
  ['/\n/elsewhere.example/account',                '/workspaces'],
  ['/\t\\elsewhere.example/account',               '/workspaces'],
  ['/.//elsewhere.example/account',                '/workspaces'],
  ['/account/..//elsewhere.example/account',       '/workspaces'],
  ['javascript:alert(1)',                          '/workspaces'],
  ['//',                                           '/workspaces'],
])('%j leads on to %s', (next, place) => expect(nextPlace(next, ORIGIN)).toBe(place));
