/** The heading of a step; whoever comes from another step goes on reading there. */
import { Typography } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';

export const StepHeading = ({ step, children }: { step: string; children: ReactNode }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef(step);
  useEffect(() => {
    if (last.current === step) return;
    last.current = step;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [step]);
  return (
    <Typography.Title level={2} ref={heading} tabIndex={-1} style={{ marginTop: 0, fontSize: 18, outline: 'none' }}>
      {children}
    </Typography.Title>
  );
};
