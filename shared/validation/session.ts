/** What a customer sends to log in: the body of `POST /api/sessions`. With `cookie`, the token comes as a cookie. */
import * as z from 'zod';
import type { FaultCode } from './fault-code';
import { given, members } from './given';
import { loginPassword } from './password';
import { loginUsername } from './username';

const cookie = z.boolean({ error: (): FaultCode => 'malformed' });

export const login = given(
  members({ username: loginUsername, password: loginPassword, cookie: cookie.exactOptional() }),
);
export type Login = z.output<typeof login>;
