/**
 * Names of tables and columns: letters, digits and underscores, no digit first, 1–255 bytes ("Naming conventions and
 * data types" of the documentation). The real service is known to let some other column names pass; what relies on that
 * relies on luck, so the documented rule is enforced here.
 */
import { parameterInvalid } from './errors';
import { LIMITS } from './limits';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const isName = (name: string): boolean => name.length <= LIMITS.nameSize && NAME.test(name);

export const checkTableName = (name: string): void => {
  if (!isName(name)) throw parameterInvalid(`Invalid table name: '${name}'.`);
};

export const checkColumnName = (name: string): void => {
  if (!isName(name)) throw parameterInvalid(`Invalid column name: '${name}'.`);
};
