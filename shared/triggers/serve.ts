/**
 * A function of ours as Function Compute calls it: `handler(event, context)`, the event always a Buffer. One function may
 * have an HTTP trigger, a timer and asynchronous invocations; the shape of the event tells which it is.
 *
 * Faults, by who caused them: a refusal is an answer; a lost race is run again; what is broken outside ends in 503 over
 * HTTP and is rethrown otherwise, so that the platform retries; a bug is logged and leaks nothing.
 *
 * Every invocation that ends leaves one line with `metric: invocation`, however it ended; what went wrong in it stands in
 * lines of its own before. One that the platform ends (its time or its memory is up) leaves none: the platform tells.
 */
import { refused } from '../domain/refusals';
import type { Clock, Random } from '../ports';
import type { Problem } from '../validation/answers';
import {
  type CloudEvent,
  type HttpEvent,
  httpEvent,
  type InvocationContext,
  readCloudEvents,
  readElements,
  timerEvent,
} from '../validation/function-compute';
import { isTransient, runAgain } from './again';
import {
  type Answer,
  findRoute,
  type HttpResult,
  PROBLEM_TYPE,
  type Reply,
  type Route,
  refusalOfBody,
  requestOf,
  resultOf,
} from './http';
import { type Fields, faultFields, jsonLines, type Log } from './log';
import type { Meter } from './meter';
import { lowerCaseNames, preferredLanguage, timeOrderedId } from './request';

/** An invocation that is not a request. */
export interface Call {
  readonly nowMs: number;
  readonly log: Log;
}

export interface Doors {
  readonly routes?: readonly Route[];
  /** Answers what is asked for (GET, HEAD) where there is no route; without it, that is refused like all else. */
  readonly otherwise?: Route['handle'];
  /** `payload` is the text that the timer was configured or fired with. */
  readonly onTimer?: (payload: string, call: Call) => Promise<unknown>;
  /** One event of EventBridge; it may come again, and others with it. */
  readonly onEvent?: (event: CloudEvent, call: Call) => Promise<void>;
  /**
   * All that one invocation of EventBridge brings, for who takes events together and keeps what is none: each element as it
   * came. What it throws fails the invocation, so that the platform brings all of it again.
   */
  readonly onEvents?: (elements: readonly unknown[], call: Call) => Promise<unknown>;
  /** `payload` is the JSON that the function was invoked with. */
  readonly onInvocation?: (payload: unknown, call: Call) => Promise<unknown>;
}

export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly print: (line: string) => void;
  readonly meter: Meter;
}

export type Handler = (event: Uint8Array, context: InvocationContext) => Promise<unknown>;

/** `open` is called for each invocation: the credentials in the context change between them. */
export const serve = (
  name: string,
  surroundings: Surroundings,
  open: (context: InvocationContext, log: Log) => Doors,
): Handler => {
  let isFirst = true;
  return async (event, context) => {
    const { clock, print, meter } = surroundings;
    const log = jsonLines(name, context.requestId, () => clock.nowMs(), print);
    const startMs = clock.nowMs();
    const coldStart = isFirst;
    isFirst = false;
    // What an earlier invocation left running is not this one's.
    meter.take();
    const ended = (trigger: string, outcome: Fields) =>
      log('info', {
        metric: 'invocation',
        trigger,
        ...outcome,
        durationMs: clock.nowMs() - startMs,
        ...(coldStart && { coldStart }),
        version: context.service?.versionId || undefined,
        qualifier: context.service?.qualifier || undefined,
        ...meter.take(),
      });

    let trigger = 'unknown';
    try {
      const payload = readEvent(event);
      const doors = open(context, log);
      const http = httpEvent.safeParse(payload);
      if (http.success) {
        trigger = 'http';
        const { result, route, outcome } = await answerHttp(http.data, doors, surroundings, log);
        ended(trigger, { method: nameOfMethod(http.data), route, status: result.statusCode, outcome });
        return result;
      }
      const timer = timerEvent.safeParse(payload);
      const events = doors.onEvent && readCloudEvents(payload);
      const elements = doors.onEvents && readElements(payload);
      trigger = timer.success ? 'timer' : events || elements ? 'event' : 'invocation';
      const call = { nowMs: startMs, log };
      const work = timer.success
        ? doors.onTimer?.(timer.data.payload, call)
        : events
          ? takeEvents(events, doors.onEvent, surroundings, call)
          : elements
            ? doors.onEvents?.(elements, call)
            : doors.onInvocation?.(payload, call);
      if (!work) throw new Error(`${name} has no ${trigger}.`);
      const result = await work;
      ended(trigger, { outcome: 'done' });
      return result;
    } catch (fault) {
      log('error', { trigger, ...faultFields(fault) });
      ended(trigger, { outcome: 'failed' });
      throw fault;
    }
  };
};

/** Methods are the caller's words too: those that HTTP has are told apart, any other goes unnamed. */
const nameOfMethod = ({ requestContext: { http } }: HttpEvent): string =>
  /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT)$/.test(http.method) ? http.method : 'other';

/** Nothing at all is null. The parser's own words are not passed on: they show a piece of what was sent. */
const readEvent = (event: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(event).toString('utf8') || 'null');
  } catch {
    throw new Error('The event is not JSON: invoke the function with JSON, or with nothing.');
  }
};

/**
 * Each event for itself: what is no event is passed over with a warning, and one that cannot be taken now does not keep
 * the others back. It fails the invocation in the end, so that the platform brings it again.
 */
const takeEvents = async (
  events: readonly (CloudEvent | null)[],
  take: Doors['onEvent'],
  { clock, random }: Surroundings,
  call: Call,
): Promise<void> => {
  const failed: unknown[] = [];
  for (const event of events) {
    try {
      if (event) await runAgain({ clock, random }, async () => take?.(event, call));
      else call.log('warn', { warning: 'An element was passed over: it is no CloudEvent.' });
    } catch (fault) {
      call.log('error', { trigger: 'event', ...faultFields(fault) });
      failed.push(fault);
    }
  }
  if (failed.length > 0) throw failed[0];
};

const answerHttp = async (
  event: HttpEvent,
  { routes = [], otherwise }: Doors,
  { clock, random }: Surroundings,
  log: Log,
): Promise<{ result: HttpResult; route: string; outcome: string }> => {
  const { requestId, http } = event.requestContext;
  const language = preferredLanguage(lowerCaseNames(event.headers)['accept-language']);
  const finish = (answer: Answer, route: string, outcome = answer.kind === 'refused' ? answer.code : 'done') => ({
    result: withoutBodyFor(http.method, resultOf(answer, language, requestId)),
    route,
    outcome,
  });

  const found = findRoute(routes, http.method, event.rawPath);
  const isLost = 'kind' in found && found.code === 'not-found' && /^(GET|HEAD)$/.test(http.method);
  const taken = isLost && otherwise ? { route: { path: 'none', handle: otherwise }, params: {} } : found;
  if ('kind' in taken) return finish(taken, 'none');
  const { route, params } = taken;
  const changeId = timeOrderedId(clock.nowMs(), random.id());
  try {
    const answer = await runAgain({ clock, random }, (run) => {
      const request = requestOf(event, { changeId, run, nowMs: clock.nowMs() }, params);
      const refusal = refusalOfBody(request);
      return refusal ? Promise.resolve(refusal) : route.handle(request);
    });
    return finish(answer, route.path);
  } catch (fault) {
    log(isTransient(fault) ? 'warn' : 'error', { route: route.path, ...faultFields(fault) });
    return isTransient(fault)
      ? finish(refused('try-again', { retryAfterS: 2 }), route.path)
      : finish(internalError(requestId), route.path, INTERNAL_ERROR);
  }
};

/** HEAD asks for what stands before the body (RFC 9110). */
const withoutBodyFor = (method: string, result: HttpResult): HttpResult =>
  method === 'HEAD' ? { ...result, isBase64Encoded: false, body: '' } : result;

export const INTERNAL_ERROR = 'internal-error';

/** No refusal: there is nothing that the caller could do otherwise. */
export const internalError = (requestId: string): Reply & { readonly body: Problem } => ({
  kind: 'reply',
  status: 500,
  headers: { 'Content-Type': PROBLEM_TYPE },
  body: {
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: 'Something is wrong on our side: please tell us this request ID.',
    code: INTERNAL_ERROR,
    requestId,
  },
});
