/** What these pages read, again and again while they are looked at: what the system does by itself is seen to happen. */
import { queryOptions } from '@tanstack/react-query';
import type { Message } from '../direct-mail/mailbox';
import type { ListedFunction, ListedTimer } from '../function-compute/controls';
import type { SoldInstance } from '../marketplace/controls';
import type { Faults } from '../marketplace/faulty-line';
import type { BillLine } from '../marketplace/push-metering-data';
import { readControl } from './controls';

const OFTEN_MS = 2_000;

export const instancesQuery = queryOptions({
  queryKey: ['instances'],
  queryFn: async () =>
    (await readControl<{ instances: readonly SoldInstance[] }>('/local/marketplace/instances')).instances,
  refetchInterval: OFTEN_MS,
});

export const faultsQuery = queryOptions({
  queryKey: ['faults'],
  queryFn: () => readControl<Faults>('/local/marketplace/faults'),
  refetchInterval: OFTEN_MS,
});

/** What the marketplace has billed, in the order in which it took it: of one instance, or of all. */
export const billQuery = (instanceId: string | undefined) =>
  queryOptions({
    queryKey: ['bill', instanceId],
    queryFn: async () => {
      const address = `/local/marketplace/bill${instanceId === undefined ? '' : `?instanceId=${encodeURIComponent(instanceId)}`}`;
      return (await readControl<{ usages: readonly BillLine[] }>(address)).usages;
    },
    refetchInterval: OFTEN_MS,
  });

/** A mail, with its place in the mailbox, from 1. */
export interface NumberedMail extends Message {
  readonly number: number;
}

export const mailsQuery = queryOptions({
  queryKey: ['mails'],
  queryFn: async () => {
    const { messages } = await readControl<{ messages: readonly Message[] }>('/local/mail');
    return messages.map((message, at): NumberedMail => ({ ...message, number: at + 1 }));
  },
  refetchInterval: OFTEN_MS,
});

export const functionsQuery = queryOptions({
  queryKey: ['functions'],
  queryFn: async () => (await readControl<{ functions: readonly ListedFunction[] }>('/local/functions')).functions,
  refetchInterval: OFTEN_MS,
});

/** They stand in `s.yaml`, which does not change while it runs. */
export const timersQuery = queryOptions({
  queryKey: ['timers'],
  queryFn: async () => (await readControl<{ timers: readonly ListedTimer[] }>('/local/timers')).timers,
  staleTime: Number.POSITIVE_INFINITY,
});

export const clockQuery = queryOptions({
  queryKey: ['clock'],
  queryFn: () => readControl<{ now: string }>('/local/clock'),
  refetchInterval: 1_000,
});
