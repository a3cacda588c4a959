/**
 * The steps of a registration, and which field is asked for in which. (The product's public documentation: basic information,
 * company and agreements, activation method.)
 */
export const steps = ['basic', 'company', 'activation'] as const;
export type Step = (typeof steps)[number];

type FieldPath = readonly string[];

/** By the pointer to the field in the form's values. */
const stepOfField: Readonly<Record<string, Step>> = {
  site: 'basic',
  username: 'basic',
  password: 'basic',
  email: 'basic',
  phone: 'basic',
  company: 'company',
  agreementAccepted: 'company',
  'workspace/name': 'activation',
  'workspace/language': 'activation',
  'settlement/method': 'activation',
  'settlement/accountId': 'activation',
  'settlement/instanceId': 'activation',
  'activation/agreementAccepted': 'activation',
};

/** Undefined for what no step asks for. */
export const stepOf = (path: FieldPath): Step | undefined => stepOfField[path.join('/')];

/** The first step in which one of the faults can be mended; undefined where none can. */
export const firstStepOf = (faults: readonly { readonly path: FieldPath }[]): Step | undefined =>
  steps.find((step) => faults.some(({ path }) => stepOf(path) === step));
