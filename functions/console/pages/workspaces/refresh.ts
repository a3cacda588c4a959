/**
 * Our decision: what is shown is read again every half a minute while somebody looks, so that a closure which happens
 * meanwhile shows up by itself. (A window that is hidden is left alone, and read again when it is looked at.)
 */
export const REFRESH_MS = 30_000;
