/**
 * The README's story, word for word: its commands run in one shell against a fresh system, over real HTTP and the built
 * bundles, and each answer is the one that stands there. What differs from run to run (times, ids made by chance) may
 * differ here, but the same id must stand wherever the README has the same.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningSystem, removeData, startSystem } from './fakes/system';

const root = join(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const ADDRESS = 'http://127.0.0.1:8080';

interface Step {
  readonly command: string;
  readonly kind: string;
  readonly answer: string;
}

const steps: Step[] = [...readme.matchAll(/```sh\n((?:(?!```)[\s\S])*?)```\n```(json|text)\n([\s\S]*?)```/g)].map(
  ([, command = '', kind = '', answer = '']) => ({ command, kind, answer }),
);

/** With what differs from run to run replaced by what it is. */
const steady = () => {
  const names = new Map<string, string>();
  return (text: string) =>
    text
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replace(/\d{1,2} [A-Z][a-z]+ \d{4} at \d\d:\d\d/g, '<time>')
      .replace(/"requestId":"[^"]+"/g, '"requestId":"<request>"')
      .replace(/\d{4}-\d\d-\d\d/g, '<day>')
      // In the id of a bill, too.
      .replace(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g, (id) => {
        const name = names.get(id) ?? `<workspace ${names.size + 1}>`;
        names.set(id, name);
        return name;
      });
};

const run = (script: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile('bash', ['-c', script], (fault, stdout, stderr) => (fault ? reject(new Error(stderr)) : resolve(stdout)));
  });

describe('the story of the README', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    // Shortly before the night that the story passes through.
    system = await startSystem({ environment: { PUBLIC_URL: ADDRESS }, beginsAt: '23:30' });
  }, 60_000);
  afterAll(async () => {
    await system.stop();
    await removeData();
  });

  test('is told whole: buying, registering, a mistake, logging in, adding, changing, usage, the bill, closing, the mail', () => {
    expect(steps).toHaveLength(14);
  });

  test('happens as it is told', async () => {
    const script = steps.map(({ command }) => `${command}\necho; echo '@@@'`).join('\n');
    const printed = (await run(`set -e\n${script.replaceAll(ADDRESS, system.origin)}`)).split('\n@@@\n');

    const [told, happened] = [steady(), steady()];
    for (const [at, { command, kind, answer }] of steps.entries()) {
      const read = (text: string) => (kind === 'json' ? JSON.stringify(JSON.parse(text)) : text.trim());
      expect({ command, answer: happened(read(printed[at] ?? '')) }).toEqual({ command, answer: told(read(answer)) });
    }
  }, 120_000);
});

describe('what else the README says', () => {
  test('the two commands, in this form, at its top', () => {
    expect(readme.indexOf('npm ci && npm start')).toBeGreaterThan(0);
    expect(readme.indexOf('npm ci && npm test')).toBeLessThan(readme.indexOf('\n## '));
  });

  test('every function has its row', () => {
    const rows = [...readme.matchAll(/^\| \[`([a-z-]+)`\]\(functions\/\1\/handler\.ts\) \|/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(readdirSync(join(root, 'functions')).sort());
  });

  test('every dependency has its row, and no other', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const table = readme.slice(readme.indexOf('## Dependencies'), readme.indexOf('Two versions are held back'));
    const named = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect(named.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
  });

  test('every link leads somewhere', () => {
    for (const [, path = ''] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect(() => readFileSync(join(root, path))).not.toThrow();
    }
  });
});
