/**
 * What a RAM policy allows. Source: Resource Access Management, "Policy structure and syntax" and "Policy evaluation
 * logic": a request is denied unless a statement allows it, and a statement that denies it wins over all that allow it.
 * Tablestore's page "Custom RAM policy" adds that actions and resources are compared as text, in which `*` stands for any
 * text, slashes and nothing at all included.
 *
 * Our decision: of the policy language only what our own policies use. An element that is not known here (Condition,
 * NotAction, Principal) is refused, because a policy that is understood by half may allow what it must not.
 */
import * as z from 'zod';

const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).nonempty()]);

const policyDocument = z.strictObject({
  Version: z.literal('1'),
  Statement: z.array(z.strictObject({ Effect: z.enum(['Allow', 'Deny']), Action: oneOrMore, Resource: oneOrMore })),
});

/** As it is attached to a role. */
export type PolicyDocument = Readonly<z.input<typeof policyDocument>>;

/** The denials by the names that the vendor's answers give them (`NoPermissionType`). */
export type Decision = 'Allow' | 'ExplicitDeny' | 'ImplicitDeny';

/** `action` as in `ots:GetRow`, `resource` as in `acs:ots:cn-hangzhou:1000000000000000:instance/settlement/table/sessions`. */
export type Policy = (action: string, resource: string) => Decision;

const patternOf = (text: string): RegExp => new RegExp(`^${text.split('*').map(literally).join('.*')}$`, 's');

const literally = (text: string): string => text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&');

const matcherOf = (texts: string | readonly string[]) => {
  const patterns = [texts].flat().map(patternOf);
  return (text: string) => patterns.some((pattern) => pattern.test(text));
};

/** Throws a sentence that names what is not understood. */
export const readPolicy = (document: unknown): Policy => {
  const parsed = policyDocument.safeParse(document);
  if (!parsed.success) throw new Error(`The policy is not understood here: ${z.prettifyError(parsed.error)}`);
  const statements = parsed.data.Statement.map(({ Effect, Action, Resource }) => ({
    effect: Effect,
    isOf: matcherOf(Action),
    isOn: matcherOf(Resource),
  }));
  return (action, resource) => {
    const effects = statements.flatMap(({ effect, isOf, isOn }) => (isOf(action) && isOn(resource) ? [effect] : []));
    if (effects.includes('Deny')) return 'ExplicitDeny';
    return effects.includes('Allow') ? 'Allow' : 'ImplicitDeny';
  };
};
