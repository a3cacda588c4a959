/** How each method looks in the band: by its pattern, not by its colour alone. A further method needs a further pattern. */
import type { GlobalToken } from 'antd';
import type { CSSProperties } from 'react';
import type { SettlementMethod } from '../../../../shared/validation/settlement';

type Look = (token: GlobalToken) => CSSProperties;

/** The colour in part, over what lies beneath: as strong in the dark as in the light. */
const tint = (color: string, percent: number, token: GlobalToken): string =>
  `color-mix(in srgb, ${color} ${percent}%, ${token.colorBgContainer})`;

const stripes = (dark: string, light: string): string =>
  `repeating-linear-gradient(135deg, ${dark} 0 6px, ${light} 6px 12px)`;

const looks: Readonly<Record<SettlementMethod, Look>> = {
  'billing-center': (token) => ({ background: token.colorFillSecondary, borderColor: token.colorTextTertiary }),
  alicloud: (token) => ({
    background: stripes(tint(token.colorPrimary, 55, token), tint(token.colorPrimary, 15, token)),
    borderColor: token.colorPrimary,
  }),
};

export const lookOf = (method: SettlementMethod, token: GlobalToken): CSSProperties => looks[method](token);
