/** How each method looks in the band: by its pattern, not by its colour alone. A further method needs a further pattern. */
import type { GlobalToken } from 'antd';
import type { CSSProperties } from 'react';
import type { SettlementMethod } from '../../../../shared/validation/settlement';

type Look = (token: GlobalToken) => CSSProperties;

const looks: Readonly<Record<SettlementMethod, Look>> = {
  'billing-center': (token) => ({ background: token.colorFillSecondary, borderColor: token.colorTextTertiary }),
  alicloud: (token) => ({
    background: `repeating-linear-gradient(135deg, ${token.colorPrimaryBorder} 0 6px, ${token.colorPrimaryBg} 6px 12px)`,
    borderColor: token.colorPrimary,
  }),
};

export const lookOf = (method: SettlementMethod, token: GlobalToken): CSSProperties => looks[method](token);
