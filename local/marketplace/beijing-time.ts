/** `yyyy-MM-dd HH:mm:ss`, as the marketplace writes times. Its documents name no zone; its consoles use Beijing's. */
export const beijingTime = (ms: number): string =>
  new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
