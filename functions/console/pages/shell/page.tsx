/** What every page has: its title, in the window and as the one first heading, which is where a screen reader goes on. */
import { Flex, Typography } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useText } from '../language';
import { zoneText } from '../zone';
import { product } from './words';

const times = { zh: '时间：', en: 'Times: ' };

interface PageProps {
  readonly title: string;
  /** Beside the title. */
  readonly actions?: ReactNode;
  /** What it is a page of, in the window’s title; the product unless another is named. */
  readonly of?: string;
  /** It shows times: their zone is said once, below the title. */
  readonly hasTimes?: boolean;
  /** In pixels: forms are read better when they are narrow. */
  readonly maxWidth?: number;
  readonly children: ReactNode;
}

export const Page = ({ title, actions, of, hasTimes, maxWidth, children }: PageProps) => {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const { key, pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is what it follows
  useEffect(() => {
    // The first page that is opened begins at its top, as any page does.
    if (key !== 'default') heading.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <Flex vertical gap={16} style={{ maxWidth, marginInline: 'auto' }}>
      <title>{`${title} · ${of ?? t(product)}`}</title>
      <Flex justify="space-between" align="center" gap={12} wrap>
        <div>
          <Typography.Title level={1} ref={heading} tabIndex={-1} style={{ margin: 0, fontSize: 24, outline: 'none' }}>
            {title}
          </Typography.Title>
          {hasTimes && (
            <Typography.Text type="secondary">
              {t(times)}
              {zoneText()}
            </Typography.Text>
          )}
        </div>
        {actions}
      </Flex>
      {children}
    </Flex>
  );
};
