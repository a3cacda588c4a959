/** Which function a path belongs to: the rule of custom domains, over routes that overlap in every way. */
import { matchRoute } from '../../../local/function-compute/routes';

const routes = [
  { path: '/*', name: 'everything' },
  { path: '/a', name: 'exactly a' },
  { path: '/a/*', name: 'below a' },
  { path: '/a/b/*', name: 'below a/b' },
  { path: '/a/b/c', name: 'exactly a/b/c' },
];

test.each([
  ['/', 'everything'],
  ['/a', 'exactly a'],
  ['/a/', 'below a'],
  ['/ab', 'everything'],
  ['/A', 'everything'],
  ['/a/x', 'below a'],
  ['/a/b', 'below a'],
  ['/a/b/', 'below a/b'],
  ['/a/b/c', 'exactly a/b/c'],
  ['/a/b/c/', 'below a/b'],
  ['/a/b/c/d', 'below a/b'],
  ['/a/*', 'below a'],
])('%s belongs to: %s', (path, name) => {
  expect(matchRoute(routes, path)?.name).toBe(name);
  expect(matchRoute([...routes].reverse(), path)?.name).toBe(name);
});

test.each(['/', '/b', '/ab'])('%s belongs to none where no route takes it', (path) => {
  expect(matchRoute([{ path: '/a', name: 'exactly a' }], path)).toBeUndefined();
});
