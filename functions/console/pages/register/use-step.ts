/** The step that the page's address names: the browser's back and forward lead from step to step, and a reload stays. */
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import * as z from 'zod';
import { type Step, steps } from './steps';

/** From which step this one was reached: then the way back is one in the history, too. */
const cameFrom = z.object({ from: z.enum(steps) });

export const useStep = () => {
  const [parameters] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const step = steps.find((each) => each === parameters.get('step')) ?? 'basic';
  const go = (to: Step, { replace = false } = {}) =>
    navigate({ search: to === 'basic' ? '' : `step=${to}` }, { replace, state: replace ? undefined : { from: step } });
  return {
    step,
    go,
    next: steps[steps.indexOf(step) + 1],
    previous: steps[steps.indexOf(step) - 1],
    back: (to: Step) => (cameFrom.safeParse(state).data?.from === to ? navigate(-1) : go(to, { replace: true })),
  };
};
