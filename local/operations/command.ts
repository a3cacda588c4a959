/**
 * What a command of operators is. One that looks answers what it saw; one that acts first makes a plan, from reads alone: what
 * it would do and what speaks for it, or why it does not. Only where the operator says so the plan is carried out, and by then
 * everything is read and decided again.
 *
 * Our decision: the commands run on the operator's machine, with the operator's own cloud credentials, over the same ports,
 * protocol and handlers as the functions. So nothing is deployed that could do what only an operator may, and whoever may do
 * it is a matter of the cloud's own permissions, not of a token of ours.
 */
import type { ParseArgsConfig } from 'node:util';
import type { OperationOutcome } from '../../shared/domain/operation';
import type { Policies } from '../../shared/domain/policies';
import type { Clock, Invoker, Marketplace, Random, Store } from '../../shared/ports';
import type { Log } from '../../shared/triggers/log';

/** What a command reaches of its stage. */
export interface Reach {
  readonly store: Store;
  readonly marketplace: Marketplace;
  readonly invoker: Invoker;
  readonly clock: Clock;
  readonly random: Random;
  /** What the handlers' own code says while it runs here. */
  readonly log: Log;
  /** Undefined: every product of the seller. */
  readonly productCodes: readonly string[] | undefined;
  readonly policies: Policies;
}

/** Each sentence says what to do next, where there is anything to do. */
export type Plan =
  | { readonly kind: 'refused' | 'nothing'; readonly why: string }
  | {
      readonly kind: 'action';
      /** What it would do, in one sentence. */
      readonly would: string;
      /** What was read that speaks for it, or that the operator should know. */
      readonly because: readonly string[];
      /** Throws `StaleWrite` where somebody else was at it: plan anew. The id names the request in what it writes. */
      carryOut(operationId: string): Promise<Ended>;
    };

export interface Ended {
  readonly outcome: Exclude<OperationOutcome, 'failed'>;
  readonly detail: string;
}

/** What a look saw: members in the order in which a person reads them. Members that end in `Ms` are times. */
export type Seen = Readonly<Record<string, unknown>>;

export type Prepared =
  | { readonly kind: 'look'; look(reach: Reach): Promise<Seen> }
  | {
      readonly kind: 'act';
      /** What it was told, for the record. */
      readonly given: Readonly<Record<string, string>>;
      plan(reach: Reach): Promise<Plan>;
      /** In place of the plan where nothing is to be changed. */
      rehearse?(reach: Reach): Promise<Seen>;
    };

/** What stands on the command line behind the command's name. */
export interface Given {
  readonly positionals: readonly string[];
  /** The text of an option, undefined where it was not given. */
  text(option: string): string | undefined;
  /** Of one that may be repeated. */
  texts(option: string): readonly string[];
  flag(option: string): boolean;
}

export interface Command {
  readonly name: string;
  /** How it is called, behind `npm run ops --`. */
  readonly usage: string;
  /** What it is for, in one sentence. */
  readonly purpose: string;
  /** Beside those that every command has. */
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  /** Throws a sentence that says what is wrong with what was given. */
  prepare(given: Given): Prepared;
}

export const refuse = (why: string): Plan => ({ kind: 'refused', why });
export const nothingToDo = (why: string): Plan => ({ kind: 'nothing', why });
