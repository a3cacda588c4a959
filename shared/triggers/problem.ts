/** A refusal as `application/problem+json` (RFC 9457): what happened, and in `detail` what the person does next. */
import { detailOf, type Refused, refusals, retryAfterSOf } from '../domain/refusals';
import type { Problem } from '../validation/answers';
import { faultsOf } from '../validation/faults';
import type { Language } from '../validation/language';

export const problem = (
  refusal: Refused,
  language: Language,
  requestId: string,
): { readonly status: number; readonly body: Problem; readonly headers: Readonly<Record<string, string>> } => {
  const { status, title } = refusals[refusal.code];
  const retryAfterS = retryAfterSOf(refusal);
  return {
    status,
    body: {
      // Our decision: the code names the problem, so there is no page for the type to point at.
      type: 'about:blank',
      title,
      status,
      detail: detailOf(refusal, language),
      code: refusal.code,
      requestId,
      ...(refusal.error && { errors: faultsOf(refusal.error, language) }),
    },
    headers: {
      'Content-Language': language,
      ...(retryAfterS !== undefined && { 'Retry-After': String(retryAfterS) }),
      ...(refusal.allow !== undefined && { Allow: refusal.allow }),
    },
  };
};
