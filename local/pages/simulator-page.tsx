/** A page of the simulator: its window's title names no page of the product. */
import type { ComponentProps } from 'react';
import { useText } from '../../functions/console/pages/language';
import { Page } from '../../functions/console/pages/shell/page';
import { simulator } from './words';

export const SimulatorPage = (given: Omit<ComponentProps<typeof Page>, 'of'>) => {
  const t = useText();
  return <Page {...given} of={t(simulator)} />;
};
