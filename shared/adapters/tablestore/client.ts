/**
 * The SDK's client, one per invocation: Function Compute hands temporary credentials to each invocation, the SDK fixes
 * them at construction, and constructing costs nothing. What is dear are the TLS connections, so they are kept here,
 * outside of any client, and outlive a rotation.
 */
import http from 'node:http';
import https from 'node:https';
import TableStore, { type Client } from 'tablestore';
import type { Meter } from '../../triggers/meter';
import { unitsOf } from './capacity';
import { failureOf, noAnswer, type Outcome } from './errors';

/** `endpoint` with its scheme, for instance `https://settlement.cn-hangzhou.vpc.tablestore.aliyuncs.com`. */
export interface Target {
  readonly endpoint: string;
  readonly instanceName: string;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present with temporary credentials. */
  readonly securityToken?: string | undefined;
}

/** How long one call may take. Our decision: a hundred times what it usually takes, and little to a person who waits. */
const ATTEMPT_MS = 1_500;

/**
 * An instance is frozen between invocations, and a connection may die in that time without a word. Our decision: one that
 * was idle for so long is given up, before the next call could be lost on it.
 */
const IDLE_MS = 30_000;

const agents = new Map<string, http.Agent>();

/** Made when it is first needed: of the two, a deployment uses one. */
const agentFor = (endpoint: string): http.Agent => {
  const { protocol } = new URL(endpoint);
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new Error(`The Tablestore endpoint must begin with https:// or http://, not ${protocol}//`);
  }
  const { Agent } = protocol === 'https:' ? https : http;
  const agent = agents.get(protocol) ?? new Agent({ keepAlive: true, timeout: IDLE_MS });
  agents.set(protocol, agent);
  return agent;
};

export const connect = (
  { endpoint, instanceName }: Target,
  credentials: Credentials,
  attemptMs = ATTEMPT_MS,
): Client => {
  // Held in a variable: the published types know neither `agent` nor that `maxSockets` may be left out.
  const httpOptions = { timeout: attemptMs, maxSockets: Number.POSITIVE_INFINITY, agent: agentFor(endpoint) };
  return new TableStore.Client({
    endpoint,
    instancename: instanceName,
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.accessKeySecret,
    ...(credentials.securityToken ? { securityToken: credentials.securityToken } : {}),
    maxRetries: 0,
    httpOptions,
  });
};

/**
 * The answer to a call, or its failure. The SDK's own timeout watches an idle socket, and where the connection breaks in
 * the middle of an answer its promise never settles; this one always does. `meter` hears what it took and what it cost.
 */
export const answerTo = async <R>(
  call: Promise<R>,
  { meter, attemptMs = ATTEMPT_MS }: { readonly meter?: Meter; readonly attemptMs?: number } = {},
): Promise<Outcome<R>> => {
  const startMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Outcome<R>>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, failure: noAnswer(attemptMs) }), attemptMs);
  });
  const answer = call.then<Outcome<R>, Outcome<R>>(
    (value) => {
      meter?.add(unitsOf(value));
      return { ok: true, value };
    },
    (error) => ({ ok: false, failure: failureOf(error) }),
  );
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
    meter?.add({ storeMs: Math.round(performance.now() - startMs) });
  }
};
