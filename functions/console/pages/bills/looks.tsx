/**
 * How the parts of a stack look: each has a pattern beside its colour, so that nobody needs to tell colours apart. The colours
 * are 3 : 1 and more against the ground, in the light and in the dark.
 */
import { theme } from 'antd';
import type { ReactNode } from 'react';

interface Look {
  readonly color: string;
  /** Drawn over the colour, in a square of 8 by 8; none for the first, which is plain. */
  readonly lines?: string;
}

const looks: readonly Look[] = [
  { color: '#1a73e8' },
  { color: '#d4380d', lines: 'M-1 9L9 -1M-1 1L1 -1M7 9L9 7' },
  { color: '#2f8f2f', lines: 'M0 4H8' },
  { color: '#9254de', lines: 'M4 0V8' },
  { color: '#0e8a8f', lines: 'M-1 -1L9 9M-1 7L1 9M7 -1L9 1' },
  { color: '#c26a06', lines: 'M0 4H8M4 0V8' },
  { color: '#7a7a7a', lines: 'M2 4H6' },
];

export const MOST_LOOKS = looks.length;

const idOf = (chart: string, at: number): string => `${chart}-look-${at}`;

export const fillOf = (chart: string, at: number): string => `url(#${idOf(chart, at)})`;

/** Stands once in a chart. */
export const Looks = ({ chart, count }: { readonly chart: string; readonly count: number }): ReactNode => {
  const { token } = theme.useToken();
  return (
    <defs>
      {looks.slice(0, count).map(({ color, lines }, at) => (
        <pattern key={color} id={idOf(chart, at)} width={8} height={8} patternUnits="userSpaceOnUse">
          <rect width={8} height={8} fill={color} />
          {lines && <path d={lines} stroke={token.colorBgContainer} strokeWidth={1.5} />}
        </pattern>
      ))}
    </defs>
  );
};

export const Swatch = ({ chart, at }: { readonly chart: string; readonly at: number }) => (
  <svg width={18} height={14} aria-hidden="true" style={{ marginInlineEnd: 6, verticalAlign: -2 }}>
    <rect width={18} height={14} fill={fillOf(chart, at)} />
  </svg>
);
