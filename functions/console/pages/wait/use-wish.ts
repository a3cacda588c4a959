/**
 * A wish to change something: sent once, however often it is asked for, until it is refused or given up; what was made stays
 * made, for the page that asked may stand until the next one is loaded. Where only time is
 * needed (an instance that is still being opened, no answer) it is sent again by itself; so it must be one that may be
 * repeated: by its Idempotency-Key, or because the same wish twice changes nothing.
 */
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { isRefusal, passes, retryDelay, WISHES_AGAIN } from '../api';
import { pause } from './pause';

interface WishOptions<Wanted, Answer> {
  readonly ask: (wanted: Wanted, signal: AbortSignal) => Promise<Answer>;
  readonly onAnswer: (answer: Answer) => void;
  /** Not called for what was given up. */
  readonly onFault?: (fault: unknown) => void;
}

export interface Wish<Wanted> {
  /** Does nothing while one is under way, or was answered and not given up. */
  readonly send: (wanted: Wanted) => void;
  /** Nothing more is sent, and no fault is shown; what was sent already may still take effect. */
  readonly giveUp: () => void;
  /** Under way, or answered: there is nothing to send. */
  readonly isPending: boolean;
  /** Why it is about to be sent again; undefined while it is being answered. */
  readonly waitsFor: unknown;
  /** When it is sent again, in milliseconds since 1970; undefined while it is being answered. */
  readonly againAtMs: number | undefined;
  /** Why it was refused or had no answer in the end; null where there is nothing to tell. */
  readonly fault: unknown;
}

export const useWish = <Wanted, Answer>({ ask, onAnswer, onFault }: WishOptions<Wanted, Answer>): Wish<Wanted> => {
  const underWay = useRef<AbortController>(undefined);
  const [waiting, setWaiting] = useState<{ readonly fault: unknown; readonly againAtMs: number }>();
  const mutation = useMutation({
    retry: false,
    mutationFn: async ({ wanted, signal }: { wanted: Wanted; signal: AbortSignal }) => {
      const endsAtMs = Date.now() + OPENING_MS;
      for (let failures = 0; ; failures++) {
        try {
          return await ask(wanted, signal);
        } catch (fault) {
          if (signal.aborted || !onlyNeedsTime(fault, failures, endsAtMs)) throw fault;
          const delayMs = retryDelay(failures, fault);
          setWaiting({ fault, againAtMs: Date.now() + delayMs });
          await pause(delayMs, signal);
          setWaiting(undefined);
        }
      }
    },
    onSuccess: onAnswer,
    onError: (fault, { signal }) => {
      if (underWay.current?.signal === signal) underWay.current = undefined;
      if (!signal.aborted) onFault?.(fault);
    },
  });
  const giveUp = () => {
    underWay.current?.abort();
    underWay.current = undefined;
    setWaiting(undefined);
    mutation.reset();
  };
  useEffect(() => () => underWay.current?.abort(), []);
  return {
    send: (wanted) => {
      if (underWay.current) return;
      underWay.current = new AbortController();
      mutation.mutate({ wanted, signal: underWay.current.signal });
    },
    giveUp,
    isPending: mutation.isPending || mutation.isSuccess,
    waitsFor: waiting?.fault,
    againAtMs: waiting?.againAtMs,
    fault: mutation.error,
  };
};

/** Our decision: how long an instance that is being opened is waited for; whoever still wants it then asks once more. */
const OPENING_MS = 600_000;

const onlyNeedsTime = (fault: unknown, failures: number, endsAtMs: number): boolean =>
  isRefusal(fault, 'instance-not-ready') ? Date.now() < endsAtMs : passes(fault) && failures < WISHES_AGAIN;
