/** What `npm start` runs with, from its command line and its environment. */
import { resolve } from 'node:path';
import { developmentEnvironment, readSettings } from '../../local/settings';

test.each([
  [[], {}, { port: 8080, dataDirectory: resolve('.local'), fresh: false, fsync: false }],
  [['--fresh'], { PORT: '0' }, { port: 0, dataDirectory: resolve('.local'), fresh: true, fsync: false }],
  [['--fsync', '--fresh'], { DATA_DIR: '/data' }, { port: 8080, dataDirectory: '/data', fresh: true, fsync: true }],
  [[], { PORT: '', DATA_DIR: '' }, { port: 8080, dataDirectory: resolve('.local'), fresh: false, fsync: false }],
  [
    [],
    { KILL_AT_WRITE: 'before:57', DATA_DIR: '/data' },
    { port: 8080, dataDirectory: '/data', fresh: false, fsync: false, killAt: { write: 57, lasts: false } },
  ],
])('%j with %j', (commandLine, environment, settings) => {
  expect(readSettings(commandLine, environment)).toEqual(settings);
});

test.each([
  [[], { PORT: 'http' }, 'PORT is http: set it to a number from 0 (any free port) to 65535.'],
  [[], { PORT: '-1' }, 'PORT is -1'],
  [[], { PORT: '65536' }, 'PORT is 65536'],
  [[], { PORT: '80.5' }, 'PORT is 80.5'],
  [['--frsh'], {}, '--frsh is no option: there are --fresh'],
  [['fresh'], {}, 'fresh is no option'],
  [[], { KILL_AT_WRITE: '57' }, 'KILL_AT_WRITE is 57: set it to after:57 or before:57'],
  [[], { KILL_AT_WRITE: 'after:0' }, 'KILL_AT_WRITE is after:0'],
])('%j with %j is refused', (commandLine, environment, message) => {
  expect(() => readSettings(commandLine, environment)).toThrow(message);
});

test('a variable that is set wins over the development value, even one that is set to nothing', () => {
  const set = { MARKETPLACE_SELLER_KEY: 'mine', SESSION_KEY: '', PUBLIC_URL: 'https://mine.example', HOME: '/home' };
  const configured = developmentEnvironment(set);
  expect(configured).toMatchObject({
    STAGE: 'local',
    MARKETPLACE_SELLER_KEY: 'mine',
    SESSION_KEY: '',
    PUBLIC_URL: 'https://mine.example',
    MAIL_SENDER: 'billing@mail.example',
  });
  expect(configured).not.toHaveProperty('HOME');
});
