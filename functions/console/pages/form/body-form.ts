/**
 * Forms whose values are the body of a request: the schema that the API holds it to is what the form is held to, field by
 * field, with the same sentences; what the API refuses afterwards is shown at its field too.
 */
import type { FormInstance, FormProps, FormRule } from 'antd';
import { useEffect } from 'react';
import type * as z from 'zod';
import { type Fault, faultsOf, pointerTo } from '../../../../shared/validation/faults';
import { fieldNameOf } from '../../../../shared/validation/field-names';
import type { Language } from '../../../../shared/validation/language';
import type { RefusalCode } from '../../../../shared/validation/refusal-code';
import { Refused } from '../api';
import { language } from '../language';
import { leaveOncePointerIsUp } from './pointer-up';

export type FieldPath = readonly string[];

/** Ant Design's rule for the field at `path` of a body that `schema` describes. */
export const ruleOf =
  (schema: z.ZodType, path: FieldPath): FormRule =>
  (form) => ({
    validator: async () => {
      const fault = faultAt(schema, form.getFieldsValue(true), path, language.get()) ?? refusalAt(form, path);
      if (fault) throw new Error(fault.message);
    },
  });

const faultAt = (schema: z.ZodType, body: unknown, path: FieldPath, current: Language): Fault | undefined => {
  const { error } = schema.safeParse(body);
  return error && faultsOf(error, current).find((fault) => fault.path === pointerTo(path));
};

/** What the field is called, as the beginning of a line. */
export const labelOf = (path: FieldPath, current: Language): string => {
  const label = fieldNameOf(path).label[current];
  return label.charAt(0).toUpperCase() + label.slice(1);
};

/** Faults are told once a field is left or sent, and go while it is corrected. */
export const bodyForm = {
  layout: 'vertical',
  requiredMark: 'optional',
  validateTrigger: 'onBlur',
  scrollToFirstError: { focus: true },
  onBlurCapture: leaveOncePointerIsUp,
} as const satisfies FormProps;

/** The field whose value is the reason of a refusal that names none. */
const fieldOfRefusal: Partial<Record<RefusalCode, FieldPath>> = {
  'username-taken': ['username'],
  'instance-not-found': ['settlement', 'instanceId'],
  'instance-not-ready': ['settlement', 'instanceId'],
  'instance-closed': ['settlement', 'instanceId'],
  'instance-overdue': ['settlement', 'instanceId'],
  'cloud-account-linked-elsewhere': ['settlement', 'accountId'],
  'proof-required': ['settlement', 'accountId'],
};

/** Where the form’s values are not the whole body, the members of `prefix` lead to them. */
const within = (path: FieldPath, prefix: FieldPath): FieldPath =>
  prefix.every((member, at) => path[at] === member) ? path.slice(prefix.length) : path;

export interface FieldFault {
  readonly path: FieldPath;
  readonly message: string;
}

/** What a refusal says of single fields; none where it is about no field. */
export const fieldFaultsOf = (fault: unknown, prefix: FieldPath = []): readonly FieldFault[] => {
  if (!(fault instanceof Refused)) return [];
  const { code, errors, detail } = fault.problem;
  if (errors) {
    return errors.map(({ path, message }) => ({ path: within(path.split('/').slice(1), prefix), message }));
  }
  const field = code === 'internal-error' ? undefined : fieldOfRefusal[code];
  return field ? [{ path: within(field, prefix), message: detail }] : [];
};

export interface Refusal extends FieldFault {
  readonly value: unknown;
}

/**
 * What the API has refused, and no schema knows: a field that is left is looked at again, and must not seem right then. By a
 * function of the form, for Ant Design hands each rule another object of the same form.
 */
const refusals = new WeakMap<FormInstance['getFieldValue'], readonly Refusal[]>();

export const refusalAt = (form: Pick<FormInstance, 'getFieldValue'>, path: FieldPath): Refusal | undefined =>
  refusals
    .get(form.getFieldValue)
    ?.find((refusal) => pointerTo(refusal.path) === pointerTo(path) && refusal.value === form.getFieldValue([...path]));

/** Whoever sends the same again asks the API again: it may have changed its mind, for what was owed is paid. */
const keepUntilSent = ({ getFieldValue }: FormInstance, faults: readonly FieldFault[]): void => {
  refusals.set(
    getFieldValue,
    faults.map((fault) => ({ ...fault, value: getFieldValue([...fault.path]) })),
  );
  document.addEventListener('submit', () => refusals.delete(getFieldValue), { capture: true, once: true });
};

/** Shows a refusal at its fields, the first of them in sight and focused. Whether it was about fields of this form at all. */
export const showAtFields = (form: FormInstance, faults: readonly FieldFault[]): boolean => {
  const known = faults.filter(({ path }) => form.getFieldInstance([...path]) !== undefined);
  if (known.length > 0) keepUntilSent(form, known);
  form.setFields(known.map(({ path, message }) => ({ name: [...path], errors: [message] })));
  const [first] = known;
  if (first) form.scrollToField([...first.path], { focus: true });
  return known.length > 0;
};

const pathsIn = (values: unknown): string[][] =>
  typeof values === 'object' && values !== null
    ? Object.entries(values).flatMap(([member, value]) => pathsIn(value).map((path) => [member, ...path]))
    : [[]];

/** Takes the faults of fields away that were just changed, as `onValuesChange` names them: they are looked at again when left. */
export const forgetFaults = (form: FormInstance, changed: unknown): void => {
  const paths = pathsIn(changed);
  const kept = refusals.get(form.getFieldValue);
  const pointers = paths.map(pointerTo);
  if (kept) {
    refusals.set(
      form.getFieldValue,
      kept.filter(({ path }) => !pointers.includes(pointerTo(path))),
    );
  }
  const faulty = paths.filter((name) => form.getFieldError(name).length > 0);
  if (faulty.length > 0) form.setFields(faulty.map((name) => ({ name, errors: [] })));
};

/** A fault that is shown follows when the language is switched; what only the API knows of a field stays as it was said. */
export const useFaultsInLanguage = (form: FormInstance): void => {
  const current = language.use();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language is what it follows
  useEffect(() => {
    const faulty = form.getFieldsError().filter(({ errors }) => errors.length > 0);
    if (faulty.length > 0) form.validateFields(faulty.map(({ name }) => name)).catch(() => {});
  }, [form, current]);
};
