/** The ground of our own drawings: as wide as there is room, in the colours and the language of the page. */
import { theme } from 'antd';
import { type ReactNode, useId } from 'react';

/** What a drawing is made of. `mark` stands out: it shows where to look. */
export const useInk = () => {
  const { token } = theme.useToken();
  return {
    paper: token.colorBgContainer,
    surface: token.colorFillTertiary,
    line: token.colorBorder,
    text: token.colorText,
    quiet: token.colorTextTertiary,
    mark: token.colorPrimary,
    markText: token.colorLink,
    markGround: token.colorPrimaryBg,
  };
};

interface DrawingProps {
  /** What it shows, for whoever cannot see it. */
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly children: ReactNode;
}

export const Drawing = ({ title, width, height, children }: DrawingProps) => {
  const { paper, line } = useInk();
  const id = useId();
  return (
    <svg
      role="img"
      aria-labelledby={id}
      viewBox={`0 0 ${width} ${height}`}
      style={{ display: 'block', width: '100%', maxWidth: width * 1.4 }}
      fontSize="13"
    >
      <title id={id}>{title}</title>
      <rect x="0.5" y="0.5" width={width - 1} height={height - 1} rx="8" fill={paper} stroke={line} />
      {children}
    </svg>
  );
};

/** A rounded mark around what is to be found. */
export const Mark = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => {
  const { mark, markGround } = useInk();
  return <rect x={x} y={y} width={width} height={height} rx="6" fill={markGround} stroke={mark} strokeWidth="2" />;
};
