/**
 * What is reported to the marketplace of an instance: windows of time that the clock fixes, each with its units. One unit
 * is 0.01 CNY payable (our decision). The *meter* counts the units of every window ever planned, so that what is below a
 * unit, and what a correction took back, is carried to the next window; it is the row that commits.
 */

/**
 * - `pending`: to be sent.
 * - `sent`: on its way, no answer yet.
 * - `accepted`: on the marketplace's bill.
 * - `refused`: not on it, with the marketplace's code. Sent again only where an operator has mended why.
 * - `unknown`: the answer was lost. Never sent again: an operator says what the marketplace's bill shows.
 * - `missed`: the marketplace takes it no more.
 */
export type WindowState = 'pending' | 'sent' | 'accepted' | 'refused' | 'unknown' | 'missed';

export interface MeteringWindow {
  readonly instanceId: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  /** The marketplace takes it before this instant. */
  readonly deadlineMs: number;
  readonly version: number;
  /** Absent: the instance's row did not say. */
  readonly productCode?: string;
  readonly units: number;
  /** 1/10,000 CNY: 100 for a unit. */
  readonly amount: number;
  readonly state: WindowState;
  /** What the marketplace answered last, where it did not accept; of an unknown outcome what is known of it. */
  readonly code?: string;
  readonly attempts: number;
  /** Not before then, where the marketplace asked for patience. */
  readonly nextAttemptAtMs?: number;
  readonly sentAtMs?: number;
  /** When it was accepted, refused or missed. */
  readonly endedAtMs?: number;
  /** The Billing Center account whose workspaces the instance pays for: whom a missed window concerns. */
  readonly owner?: string;
}

export interface Meter {
  readonly instanceId: string;
  readonly version: number;
  /** Every window that ends at or before this instant is planned. */
  readonly plannedToMs: number;
  /** Of all windows ever planned together. */
  readonly units: number;
  /** The window planned last: whoever finds it without a row of its own writes that first. */
  readonly last?: MeteringWindow;
  /** When a request that names the instance was last sent: no two within 60 seconds. */
  readonly pushedAtMs?: number;
  /** Up to and with this day everything is billed, so that only later days need be rated. */
  readonly settledDay?: string;
}
