/**
 * What the page of bills shows, as its address names it: the days, the site, the workspace, what the chart is stacked by, the
 * page of the table and the bills that are open. Reload, back and a link lead to the same.
 */
import { isDay, type Range, usualRange } from './months';

export const stackings = ['item', 'payer'] as const;
export type Stacking = (typeof stackings)[number];

export interface BillsPlace {
  readonly range: Range;
  /** As they were written: the API judges them. */
  readonly site?: string;
  readonly workspaceId?: string;
  readonly by: Stacking;
  /** From 1. */
  readonly page: number;
  /** The bills that are open, by their ids. */
  readonly open: readonly string[];
}

export const readBillsPlace = (parameters: URLSearchParams, nowMs: number): BillsPlace => {
  const usual = usualRange(nowMs);
  const [from, to] = ['from', 'to'].map((name) => parameters.get(name) ?? '');
  const page = Number(parameters.get('page'));
  const [site, workspaceId] = ['site', 'workspaceId'].map((name) => parameters.get(name) ?? '');
  return {
    range: from && to && isDay(from) && isDay(to) ? { from, to } : usual,
    ...(site && { site }),
    ...(workspaceId && { workspaceId }),
    by: stackings.find((one) => one === parameters.get('by')) ?? 'item',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    open: parameters.getAll('open'),
  };
};

/** What is as usual is left out: a short address is one that people pass on. */
export const writeBillsPlace = (place: BillsPlace, nowMs: number): URLSearchParams => {
  const { range, site, workspaceId, by, page, open } = place;
  const usual = usualRange(nowMs);
  const parameters = new URLSearchParams();
  if (range.from !== usual.from || range.to !== usual.to) {
    parameters.set('from', range.from);
    parameters.set('to', range.to);
  }
  if (site !== undefined) parameters.set('site', site);
  if (workspaceId !== undefined) parameters.set('workspaceId', workspaceId);
  if (by !== 'item') parameters.set('by', by);
  if (page !== 1) parameters.set('page', String(page));
  for (const billId of open) parameters.append('open', billId);
  return parameters;
};

/** Other bills begin at the first page, with none of them open. */
export const withBills = (
  { range, site, workspaceId, by }: BillsPlace,
  change: { readonly range?: Range; readonly site?: string; readonly workspaceId?: string },
): BillsPlace => {
  const next = { site, workspaceId, ...change };
  return {
    range: change.range ?? range,
    ...(next.site && { site: next.site }),
    ...(next.workspaceId && { workspaceId: next.workspaceId }),
    by,
    page: 1,
    open: [],
  };
};

/** The address of one workspace's bills. */
export const billsAddress = (of: { readonly site: string; readonly workspaceId: string }): string =>
  `/bills?${new URLSearchParams({ site: of.site, workspaceId: of.workspaceId })}`;
