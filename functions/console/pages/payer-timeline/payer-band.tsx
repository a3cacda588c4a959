/**
 * Who paid, drawn over time: a span for each entry, as long as it lasted, with a mark where the payer changed. The list beneath
 * it says the same in words, so to a screen reader the whole is one picture.
 */
import { Flex, Tooltip, Typography, theme } from 'antd';
import { useLayoutEffect, useRef } from 'react';
import { type SettlementMethod, settlementMethods } from '../../../../shared/validation/settlement';
import { useText } from '../language';
import { dayText, exactText, numberText } from '../times';
import { lookOf } from './looks';
import './payer-band.css';
import { marks, useReason } from './reasons';
import type { Span } from './spans';

const words = {
  picture: {
    zh: (since: string, spans: string) => `自 ${since} 至今的结算时间线，共 ${spans} 段，下表逐段列出`,
    en: (since: string, spans: string) =>
      `Who paid from ${since} until now: ${spans === '1' ? '1 period' : `${spans} periods`}, each of them in the table below`,
  },
  now: { zh: '现在', en: 'Now' },
  toScale: {
    zh: '按时间比例绘制；过短的时段会加宽以便查看。',
    en: 'Drawn to scale; what lasted very short is drawn wider, to be seen.',
  },
  fromTo: {
    zh: (from: string, to: string) => `${from} 至 ${to}`,
    en: (from: string, to: string) => `${from} to ${to}`,
  },
};

/** In pixels: room for the narrowest span and, for the longer ones, to be longer. */
const ROOM_PER_SPAN = 32;
/** Spans that grow by less than 1 together would leave the band short. */
const WHOLE = 1_000;
/** More of them do not fit into the narrowest window, and are moved through with the arrow keys. */
const FIT_ANYWHERE = 8;

export const PayerBand = ({ spans }: { spans: readonly Span[] }) => {
  const t = useText();
  const { token } = theme.useToken();
  const scroll = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further span is what it follows
  useLayoutEffect(() => {
    // What is now comes first to mind.
    if (scroll.current) scroll.current.scrollLeft = scroll.current.scrollWidth;
  }, [spans.length]);
  const label = t(words.picture)(dayText(spans[0]?.entry.from ?? ''), numberText(spans.length));
  const methods = [...new Set(spans.map(({ entry }) => entry.method))];
  return (
    <Flex vertical gap={8}>
      <section
        ref={scroll}
        className="band-scroll"
        aria-label={label}
        {...(spans.length > FIT_ANYWHERE && { tabIndex: 0 })}
      >
        <div role="img" aria-label={label} style={{ minWidth: spans.length * ROOM_PER_SPAN }}>
          <div className="band">
            {spans.map((span) => (
              <SpanPiece key={`${span.entry.from} ${span.entry.cause}`} span={span} />
            ))}
          </div>
          <div className="band-now">{t(words.now)}</div>
        </div>
      </section>
      <Flex wrap gap="4px 24px">
        {methods.map((method) => (
          <Swatch key={method} method={method} />
        ))}
      </Flex>
      <Typography.Text type="secondary" style={{ fontSize: token.fontSizeSM }}>
        {t(words.toScale)}
      </Typography.Text>
    </Flex>
  );
};

const SpanPiece = ({ span }: { span: Span }) => {
  const t = useText();
  const reason = useReason();
  const { token } = theme.useToken();
  const { entry, until, share } = span;
  const Mark = marks[entry.cause];
  const method = t(settlementMethods[entry.method].name);
  const payer = (
    <>
      <div>{method}</div>
      {entry.method === 'alicloud' && <div>{entry.instanceId}</div>}
    </>
  );
  return (
    <Tooltip
      title={
        <>
          {payer}
          <div>{t(words.fromTo)(exactText(entry.from), entry.to === undefined ? t(words.now) : exactText(until))}</div>
          <div>{reason(span)}</div>
        </>
      }
    >
      <div className="band-span" style={{ flexGrow: share * WHOLE }}>
        <div className="band-mark" style={{ color: token.colorTextSecondary }}>
          <Mark style={entry.cause === 'closure' ? { color: token.colorError } : {}} />
          <span className="band-date">{dayText(entry.from)}</span>
        </div>
        <div className="band-bar" style={lookOf(entry.method, token)}>
          <div className="band-label" style={{ background: token.colorBgContainer, color: token.colorText }}>
            {payer}
          </div>
        </div>
      </div>
    </Tooltip>
  );
};

const Swatch = ({ method }: { method: SettlementMethod }) => {
  const t = useText();
  const { token } = theme.useToken();
  return (
    <span>
      <span className="band-swatch" style={lookOf(method, token)} />
      {t(settlementMethods[method].name)}
    </span>
  );
};
