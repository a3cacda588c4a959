/** A settlement in the product's words: the method, and for one that another cloud pays, by whose account and which instance. */
import type { Language } from '../../../shared/validation/language';
import { type SettlementMethod, settlementMethods } from '../../../shared/validation/settlement';

export type SettlementShown =
  | { readonly method: Exclude<SettlementMethod, 'alicloud'> }
  | { readonly method: 'alicloud'; readonly accountId: string; readonly instanceId: string };

export const methodName = (method: SettlementMethod, language: Language): string =>
  settlementMethods[method].name[language];

export const settlementText = (settlement: SettlementShown, language: Language): string => {
  const name = methodName(settlement.method, language);
  if (settlement.method !== 'alicloud') return name;
  const { accountId, instanceId } = settlement;
  return language === 'zh'
    ? `${name}（账号 ID ${accountId}，商品实例 ID ${instanceId}）`
    : `${name} (account ID ${accountId}, product instance ID ${instanceId})`;
};
