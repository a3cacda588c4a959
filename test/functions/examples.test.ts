/** The example of every function is a real invocation: it is run, and answered as it says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buy, createWorld, logInAs, register, type World } from '../fakes/world';

const functions = join(__dirname, '../../functions');

interface Example {
  readonly about: string;
  readonly event: unknown;
  readonly result: { readonly statusCode?: number; readonly body?: unknown } | null;
}

const exampleOf = (name: string, fill: (text: string) => string): Example =>
  JSON.parse(fill(readFileSync(join(functions, name, 'example.json'), 'utf8')));

/** A world in which the examples make sense, and what their placeholders stand for. */
const prepare = async (world: World): Promise<(text: string) => string> => {
  await buy(world);
  const { body } = await register(world);
  const token = await logInAs(world);
  return (text) => text.replaceAll('<token>', token).replaceAll('<workspaceId>', body.workspace.workspaceId);
};

const beginning = ['activate-registration', 'marketplace-event'];

test.each(readdirSync(functions))('%s', async (name) => {
  const world = createWorld();
  const fill = beginning.includes(name) ? (text: string) => text : await prepare(world);
  if (name === 'activate-registration') await buy(world);
  const { event, result } = exampleOf(name, fill);

  const answer = (await world.invoke(name, event)) as { body?: string } | undefined;
  const read = typeof answer?.body === 'string' ? { ...answer, body: JSON.parse(answer.body) } : answer;
  if (result === null) expect(read).toBeUndefined();
  else expect(read).toMatchObject(result);
});
