/** Which metering windows are shown first, and by what an operator looks at each. */
import type { MeteringWindowView } from '../../../../shared/validation/answers';

export type Window = Pick<MeteringWindowView, 'state' | 'instanceId' | 'windowStart' | 'minutesLeft'>;

const first: readonly Window['state'][] = ['unknown', 'refused', 'missed'];
const rankOf = ({ state }: Window): number => first.indexOf(state);

/**
 * Whose outcome is unknown, before what was lost, and of that first what may be sent again; each in the order in which the
 * API tells them.
 */
export const troubled = <Told extends Window>(windows: readonly Told[]): Told[] =>
  windows.filter((window) => rankOf(window) >= 0).toSorted((one, other) => rankOf(one) - rankOf(other));

/** As the alarm has it: less than so many minutes are left. */
const ENDANGERED_MINUTES = 20;

export const endangered = ({ state, minutesLeft }: Window): boolean =>
  (state === 'pending' || state === 'sent') && minutesLeft < ENDANGERED_MINUTES;

/** Refused, and the marketplace would still take it: once what it was refused for is mended it can be sent again. */
export const isRetriable = ({ state, minutesLeft }: Window): boolean => state === 'refused' && minutesLeft > 0;

/** As they stand behind `npm run ops --`; none for what needs nobody. */
export const commandsOf = (window: Window): string[] => {
  const { state, instanceId, windowStart } = window;
  if (state === 'unknown') {
    return ['--accepted', '--not-accepted'].map(
      (outcome) => `resolve-window ${instanceId} --window ${windowStart} ${outcome}`,
    );
  }
  if (isRetriable(window)) return [`resolve-window ${instanceId} --window ${windowStart} --not-accepted`];
  return rankOf(window) >= 0 || endangered(window) ? [`show-metering ${instanceId}`] : [];
};
