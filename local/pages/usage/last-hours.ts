/** So many full hours, the one that holds the instant the last of them. RFC 3339. */
import { HOUR_MS, hourOf } from '../../../shared/validation/day';

export const lastHours = (now: string, count: number): string[] => {
  const lastMs = hourOf(Date.parse(now));
  return Array.from({ length: count }, (_, at) => new Date(lastMs - (count - 1 - at) * HOUR_MS).toISOString());
};
