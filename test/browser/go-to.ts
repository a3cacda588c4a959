/** Goes to a place as the one who goes there, and waits until it is drawn. */
import { SESSION_COOKIE } from '../../shared/triggers/sign-in';
import type { Bilingual } from '../../shared/validation/language';
import type { Place } from './places';
import type { Seeded } from './seed';
import type { Visit } from './visit';

export const goTo = async (visit: Visit, place: Place, seeded: Seeded): Promise<void> => {
  const { page, variant, expectFailure } = visit;
  const t = (both: Bilingual) => both[variant.language];
  if (place.as === 'customer') await signIn(visit, seeded.token);
  if (place.as === 'operator') await enterOperatorToken(visit);
  expectFailure(...(place.fails ?? []));
  await page.goto(typeof place.address === 'string' ? place.address : place.address(seeded));
  await page
    .getByRole('heading', { name: t(place.heading) })
    .first()
    .waitFor();
  await drawn(visit);
  await place.act?.(page, t, seeded);
  await drawn(visit);
};

/** As the log-in leaves the browser. */
export const signIn = ({ context, system }: Visit, token: string): Promise<void> =>
  context.addCookies([
    {
      name: SESSION_COOKIE,
      value: token,
      domain: new URL(system.origin).hostname,
      path: '/api',
      httpOnly: true,
      sameSite: 'Strict',
    },
  ]);

/** That of `npm start`. */
export const OPERATOR_TOKEN = 'development-operator-token';

/** As the pages of operators keep it, in every tab that is opened. */
export const enterOperatorToken = ({ context }: Visit): Promise<void> =>
  context
    .addInitScript((token) => {
      // A tab that is still blank has no storage.
      if (window.origin !== 'null') window.sessionStorage.setItem('operator-token', token);
    }, OPERATOR_TOKEN)
    .then(() => {});

/** Nothing is awaited any more that would change what is seen. */
export const drawn = async ({ page }: Visit): Promise<void> => {
  await page.waitForFunction(
    () => document.querySelector('.ant-skeleton, .ant-spin-spinning, [aria-busy="true"]') === null,
  );
  await page.evaluate(() => document.fonts.ready);
};
