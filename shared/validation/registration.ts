/**
 * What a customer sends to register, and to add a further workspace later. (The product's public documentation: site,
 * username, password, e-mail, phone; company and agreements; then the workspace and its settlement.)
 */
import type * as z from 'zod';
import { agreement } from './agreement';
import { company } from './company';
import { email } from './email';
import type { FaultCode } from './fault-code';
import { given, members } from './given';
import { password } from './password';
import { phone } from './phone';
import { settlement } from './settlement';
import { site } from './site';
import { username } from './username';
import { newWorkspace } from './workspace';

/** No fault of the username, the password or the whole body; faults of others do not matter, so all are told at once. */
const bothAreRight = ({ issues }: z.core.ParsePayload): boolean =>
  issues.every(({ path: [member] = [] }) => member !== undefined && member !== 'username' && member !== 'password');

/** The body of `POST /api/registrations`. */
export const registration = given(
  members({
    site,
    username,
    password,
    email,
    phone: phone.exactOptional(),
    company: company.exactOptional(),
    workspace: newWorkspace,
    settlement,
    agreementAccepted: agreement,
  }).refine(
    // The first that an attacker tries (NIST SP 800-63B: context-specific words).
    (body) => body.password.toLowerCase() !== body.username,
    { path: ['password'], error: (): FaultCode => 'too-common', when: bothAreRight },
  ),
);
export type Registration = z.output<typeof registration>;

/** The body of `POST /api/registrations/workspaces`: a further workspace for the account that is signed in. */
export const workspaceRegistration = given(members({ site, workspace: newWorkspace, settlement }));
export type WorkspaceRegistration = z.output<typeof workspaceRegistration>;
