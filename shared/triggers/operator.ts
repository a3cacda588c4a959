/**
 * Who may look behind the doors: whoever carries the operator token, or the one before it while it is rotated. With none set
 * nobody may.
 *
 * Our decision: wrong tokens are not counted. A token is made by chance and not by a person, so it is not guessed in any
 * number of attempts, and counting would let anybody make the store write. They are compared in constant time, by their
 * hashes: the texts themselves may differ in length.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { refused } from '../domain/refusals';
import type { Reply, Route } from './http';
import { bearerOf } from './sign-in';

/** The current one first; empty refuses everybody. */
export type OperatorTokens = readonly string[];

/** The refusal of whoever does not carry it. */
export const notAnOperator = refused('not-signed-in', {
  sentence: {
    zh: '此地址仅供运营人员使用，请在 Authorization 请求头中携带有效的运营令牌。',
    en: 'This address is for operators: please send the operator token, as Authorization: Bearer and the token.',
  },
});

export const operatorRoute = (
  path: string,
  tokens: OperatorTokens,
  answer: (request: Parameters<Route['handle']>[0]) => Promise<Reply>,
): Route => ({
  method: 'GET',
  path,
  handle: async (request) => (isOneOf(tokens, bearerOf(request)) ? answer(request) : notAnOperator),
});

const isOneOf = (tokens: OperatorTokens, given: string | undefined): boolean => {
  if (given === undefined) return false;
  const hash = digest(given);
  return tokens.map((token) => timingSafeEqual(digest(token), hash)).includes(true);
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
