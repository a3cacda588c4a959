/** The local controls of the function host: see what runs, and by which timers; fire one now. */
import type { LocalClock } from '../clock';
import { type Control, controlFault } from '../controls';
import type { FunctionCounts, FunctionHost } from './host';
import type { Route } from './routes';
import { timerEvent } from './timers';

export interface ListedFunction extends FunctionCounts {
  readonly name: string;
  readonly routes: readonly string[];
}

export interface ListedTimer {
  readonly function: string;
  /** As in `s.yaml`. */
  readonly schedule: string;
}

export const functionControls = (host: FunctionHost, routes: readonly Route[], clock: LocalClock): Control[] => [
  {
    method: 'POST',
    path: '/local/timers/{function}',
    async answer({ params, body }) {
      const called = host.functions.get(params.function ?? '');
      const [timer] = called?.settings.timers ?? [];
      if (!called || !timer) {
        const names = [...host.functions.values()].filter(({ settings }) => settings.timers.length > 0);
        const known = names.map(({ settings }) => settings.name).join(', ') || 'none';
        return controlFault(404, 'No such timer', `Name a function that has a timer in s.yaml: ${known}.`);
      }
      const event = timerEvent(timer.name, payloadOf(body) ?? timer.payload, clock.nowMs());
      const outcome = await called.invoke(event, host.newRequestId());
      return outcome.kind === 'result'
        ? { status: 200, body: { result: resultOf(outcome.payload) } }
        : {
            status: 500,
            body: { status: 500, title: 'The function failed', detail: outcome.fault.errorMessage },
          };
    },
  },
  {
    method: 'GET',
    path: '/local/functions',
    async answer() {
      const functions = [...host.functions.values()].map(
        ({ settings, counts }): ListedFunction => ({
          name: settings.name,
          routes: routes.filter(({ name }) => name === settings.name).map(({ path }) => path),
          ...counts(),
        }),
      );
      return { status: 200, body: { functions } };
    },
  },
  {
    method: 'GET',
    path: '/local/timers',
    async answer() {
      const timers = [...host.functions.values()].flatMap(({ settings }) =>
        settings.timers.map(({ schedule }): ListedTimer => ({ function: settings.name, schedule })),
      );
      return { status: 200, body: { timers } };
    },
  },
];

/** A trigger's payload is text; anything else is given as its JSON. Undefined where none was sent. */
const payloadOf = (body: unknown): string | undefined => {
  if (typeof body !== 'object' || body === null || !('payload' in body)) return undefined;
  return typeof body.payload === 'string' ? body.payload : JSON.stringify(body.payload);
};

/** What the function answered, read as JSON where it is, null where it answered nothing. */
const resultOf = (payload: Buffer): unknown => {
  const text = payload.toString();
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
};
