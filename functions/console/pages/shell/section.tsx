/** A part of a page, with its heading. (Ant Design's card brings its tabs along, an eighth of what a page weighs.) */
import { Flex, Typography } from 'antd';
import type { ReactNode } from 'react';

export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <Flex vertical gap={12} component="section">
    <Typography.Title level={2} style={{ margin: '12px 0 0', fontSize: 18 }}>
      {title}
    </Typography.Title>
    {children}
  </Flex>
);
