/** The product's picture, our own drawing: a chart, a log and a trace on one screen. */
import { Drawing, useInk } from '../../../functions/console/pages/help/drawing';
import { useText } from '../../../functions/console/pages/language';

const title = {
  zh: '示意图：指标曲线、日志列表与链路火焰图显示在同一块屏幕上。',
  en: 'Drawing: a curve of metrics, a list of logs and the spans of a trace on one screen.',
};
const bars = [34, 52, 40, 66, 58, 80, 62, 92];
const logs = [150, 118, 136, 96];
/** Where each span of the trace begins, and how long it is. */
const spans = [
  [178, 126],
  [190, 84],
  [206, 44],
  [250, 38],
] as const;

export const ProductDrawing = () => {
  const t = useText();
  const { surface, line, quiet, mark, markGround } = useInk();
  return (
    <Drawing title={t(title)} width={320} height={220}>
      <path d="M1 30h318" stroke={line} />
      <circle cx="16" cy="15" r="4" fill={quiet} />
      <circle cx="30" cy="15" r="4" fill={quiet} />
      <circle cx="44" cy="15" r="4" fill={mark} />
      <rect x="16" y="44" width="288" height="76" rx="6" fill={surface} />
      {bars.map((height, at) => (
        <rect
          key={height}
          x={30 + at * 34}
          y={114 - height * 0.66}
          width="22"
          height={height * 0.66}
          rx="3"
          fill={markGround}
        />
      ))}
      <polyline
        points={bars.map((height, at) => `${41 + at * 34},${108 - height * 0.66}`).join(' ')}
        fill="none"
        stroke={mark}
        strokeWidth="2.5"
        strokeLinejoin="round"
      />
      {logs.map((width, at) => (
        <g key={width}>
          <circle cx="22" cy={141 + at * 19} r="4" fill={at === 1 ? mark : quiet} />
          <rect x="34" y={136 + at * 19} width={width - 26} height="10" rx="5" fill={surface} />
        </g>
      ))}
      {spans.map(([x, width], at) => (
        <rect key={x} x={x} y={134 + at * 19} width={width} height="13" rx="3" fill={at === 0 ? mark : markGround} />
      ))}
    </Drawing>
  );
};
