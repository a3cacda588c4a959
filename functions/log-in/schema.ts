/** What `POST /api/sessions` accepts. */
export { login } from '../../shared/validation/session';
