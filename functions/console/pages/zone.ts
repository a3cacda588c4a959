/** The zone of all the times that are shown, which is that of the person who reads. */

/**
 * For instance `UTC+8 (Asia/Shanghai)`; by its name alone where clocks are put forward for a part of the year, for not all of
 * the times are then as far from UTC.
 */
export const zoneText = (zone = new Intl.DateTimeFormat().resolvedOptions().timeZone, now = new Date()): string => {
  const [one, other] = [0, 6].map((month) => offsetAt(Date.UTC(now.getUTCFullYear(), month), zone));
  return one !== other || zone === 'UTC' ? zone : `${one} (${zone})`;
};

const offsetAt = (timeMs: number, timeZone: string): string | undefined =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(timeMs)
    .find(({ type }) => type === 'timeZoneName')
    ?.value.replace('GMT', 'UTC');
