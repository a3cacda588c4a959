/**
 * What outlives a reload, but not its tab: no other tab and no later visit sees it. It may have been written by an older page,
 * so look at what is read before you use it.
 */
import type { Kept } from './kept';
import { remembered } from './remembered';

export const keptInTab = (key: string): Kept => {
  const text = remembered<string>(key, (stored) => stored ?? '', 'sessionStorage');
  return { read: () => parsed(text.get()), write: (value) => text.set(JSON.stringify(value)), forget: text.forget };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return;
  }
};
