/** Who pays, in few words: where there is little room, and as a part of a chart. */
import { settlementMethods } from '../../../../shared/validation/settlement';
import { usageItem, usageItems } from '../../../../shared/validation/usage-item';
import { useText } from '../language';
import { OTHERS } from './by-day';
import type { Stacking } from './place';
import * as word from './words';

const others = { zh: '其他', en: 'All others' };

/** The name of a part of a stack. */
export const useNameOf = (by: Stacking): ((key: string) => string) => {
  const t = useText();
  return (key) => {
    if (key === OTHERS) return t(others);
    if (by === 'payer') return key === '' ? t(settlementMethods['billing-center'].name) : t(word.instance)(key);
    const item = usageItem.safeParse(key);
    // A function that is newer than this page may tell of a further one.
    return item.success ? t(usageItems[item.data].name) : key;
  };
};
