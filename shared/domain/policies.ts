/**
 * Rules that other pages of the product's documentation have and its page on account settlement has not. Each is off
 * unless it is configured; the sentence says which of them refuses, and until when.
 */
import type { Bilingual } from '../validation/language';
import type { Settlement } from '../validation/settlement';
import { type Site, sites } from '../validation/site';
import type { Instance } from './instance';
import { type Refused, refused } from './refusals';
import { instanceOf, type Workspace } from './workspace';

export interface Policies {
  /** How often an owner may change a workspace's settlement in a calendar month of Beijing. */
  readonly changesPerMonth?: number;
  /** A workspace may not leave an instance that is still open (`SETTLEMENT_LEAVE_OPEN_SUBSCRIPTION=refuse`). */
  readonly stayWhileOpen?: boolean;
  /** Only sites that run on Alibaba Cloud may choose AliCloud (`SETTLEMENT_SITE_PROVIDER=enforce`). */
  readonly onlyOwnCloud?: boolean;
  /** The first settlement by an AliCloud account needs the marketplace's proof (`SETTLEMENT_REQUIRE_PROOF=enforce`). */
  readonly requireProof?: boolean;
}

/** Of a registration or a change: may a workspace of this site be paid so at all? */
export const refusalOfSite = (policies: Policies, site: Site, settlement: Settlement): Refused | undefined =>
  policies.onlyOwnCloud && settlement.method === 'alicloud' && sites[site].provider !== 'alibaba'
    ? notAllowed({
        zh: `${sites[site].name.zh}站点不在阿里云上运行，不支持阿里云账号结算，请选择费用中心账号结算。`,
        en: `The site ${sites[site].name.en} does not run on Alibaba Cloud, so AliCloud account settlement is not offered there: please choose Billing Center account settlement.`,
      })
    : undefined;

/** Of a change: may the owner change this workspace's settlement now? `payer` is the instance that pays at present. */
export const refusalOfChange = (
  policies: Policies,
  workspace: Workspace,
  payer: Instance | undefined,
  wish: Settlement,
  nowMs: number,
): Refused | undefined => {
  if (policies.stayWhileOpen && payer?.status === 'open' && instanceOf(wish) !== payer.instanceId) {
    return notAllowed({
      zh: `商品实例 ${payer.instanceId} 仍为已开通状态，请先在云市场关闭该实例，关闭后结算方式会自动切换。`,
      en: `The instance ${payer.instanceId} is still open: please close it at the marketplace first, and the settlement is switched by itself.`,
    });
  }
  const { changesPerMonth } = policies;
  if (changesPerMonth === undefined || changesThisMonth(workspace, nowMs) < changesPerMonth) return undefined;
  const next = nextMonth(nowMs);
  return notAllowed({
    zh: `该工作空间本月的结算方式更改次数（${changesPerMonth} 次）已用完，请于 ${next}（北京时间）起再更改。`,
    en: `The settlement of this workspace can be changed ${changesPerMonth} ${changesPerMonth === 1 ? 'time' : 'times'} a month, and was: please change it on or after ${next} (Beijing time).`,
  });
};

const notAllowed = (sentence: Bilingual): Refused => refused('settlement-change-not-allowed', { sentence });

/** The owner's own changes; what a closure or an operator did is not theirs. */
const changesThisMonth = (workspace: Workspace, nowMs: number): number =>
  workspace.timeline.filter((entry) => entry.cause === 'change' && monthOf(entry.fromMs) === monthOf(nowMs)).length;

const BEIJING_AHEAD_MS = 8 * 60 * 60 * 1_000;

const monthOf = (atMs: number): string => new Date(atMs + BEIJING_AHEAD_MS).toISOString().slice(0, 7);

const nextMonth = (nowMs: number): string => {
  const now = new Date(nowMs + BEIJING_AHEAD_MS);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
};
