/**
 * The messages of Tablestore's wire, as source: what the SDK ships for them is 2.7 MB of generated code, nearly all of it for
 * search and SQL, and loading it is most of what a function's start costs. It ships their definitions too; here those of the
 * operations that our adapter calls are generated from them, by the library whose reader and writer the SDK uses anyway.
 *
 * Which operations those are stands below. The store's contract suite runs on a bundle that holds no other message.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const protobuf = require('protobufjs');
const encoder = require('protobufjs/src/encoder.js');
const decoder = require('protobufjs/src/decoder.js');

const definitions = join(dirname(require.resolve('tablestore')), 'lib', 'protocol');

/** What `shared/adapters/tablestore` calls while it serves; tables are made before a deployment, by code that is not bundled. */
const operations = ['GetRow', 'PutRow', 'UpdateRow', 'DeleteRow', 'GetRange', 'BatchGetRow', 'BatchWriteRow'];

/** A request is only written, with the conditions in it, and a response only read: of each, half of its code. */
const wanted = {
  encode: [
    ...operations.map((name) => `main.proto.${name}Request`),
    ...['Filter', 'SingleColumnValueFilter', 'CompositeColumnValueFilter', 'ColumnPaginationFilter'].map(
      (name) => `filter.proto.${name}`,
    ),
  ],
  decode: operations.map((name) => `main.proto.${name}Response`),
};

/** Each once, those that a message is made of before it. */
const withParts = (root, names) => {
  const found = new Set();
  const add = (type) => {
    if (found.has(type)) return;
    for (const field of type.fieldsArray ?? []) if (field.resolve().resolvedType) add(field.resolvedType);
    found.add(type);
  };
  for (const name of names) add(root.lookupTypeOrEnum(name));
  return found;
};

const nameOf = (type) => type.fullName.slice(1).replaceAll('.', '_');
const isEnum = (type) => type instanceof protobuf.Enum;

/** The library's code for a type, which finds the types of its fields by their number: here by their names. */
const named = (code, type) =>
  String(code).replace(/\btypes\[(\d+)\]/g, (_, index) => nameOf(type.fieldsArray[Number(index)].resolvedType));

/** What a field reads as that was not sent, as source. */
const defaultOf = (field) => {
  if (field.repeated) return 'util.emptyArray';
  if (field.type === 'bytes') return 'util.newBuffer([])';
  if (field.resolvedType && !isEnum(field.resolvedType)) return 'null';
  if (field.long) return `util.Long ? util.Long.fromBits(0, 0, ${field.type.startsWith('u')}) : 0`;
  return JSON.stringify(field.typeDefault);
};

const sourceOfEnum = (type) => `const ${nameOf(type)} = enumOf(${JSON.stringify(type.values)});`;

const coders = { encode: encoder, decode: decoder };

const sourceOfMessage = (type, directions) => {
  const name = nameOf(type);
  const defaults = type.fieldsArray.map((field) => `${JSON.stringify(field.name)}: ${defaultOf(field)}`);
  return [
    `function ${name}(properties) { assign(this, properties); }`,
    `Object.assign(${name}.prototype, { ${defaults.join(', ')} });`,
    `${name}.create = (properties) => new ${name}(properties);`,
    // The library's code calls the type that it belongs to C.
    `{ const C = ${name};`,
    ...directions.map((direction) => `C.${direction} = ${named(coders[direction](type), type)};`),
    '}',
  ].join('\n');
};

/** The text of the module that stands for the SDK's generated one. */
export const wireMessages = () => {
  const files = ['tablestore.proto', 'tablestore_filter.proto'].map((file) => join(definitions, file));
  const root = new protobuf.Root().loadSync(files);
  root.resolveAll();
  const of = { encode: withParts(root, wanted.encode), decode: withParts(root, wanted.decode) };
  const types = [...new Set([...of.encode, ...of.decode])];
  const directionsOf = (type) => Object.keys(of).filter((direction) => of[direction].has(type));
  const exported = (path) =>
    types
      .filter((type) => type.parent.fullName === path)
      .map((type) => `${type.name}: ${nameOf(type)}`)
      .join(', ');
  return `
const { Reader, Writer, util } = require('protobufjs/minimal');
const assign = (message, properties) => {
  for (const name of Object.keys(properties ?? {})) if (properties[name] != null) message[name] = properties[name];
};
const enumOf = (values) => {
  const valuesById = {};
  for (const name of Object.keys(values)) valuesById[values[name]] = name;
  return Object.assign(Object.create({ valuesById }), valuesById, values);
};
${types.map((type) => (isEnum(type) ? sourceOfEnum(type) : sourceOfMessage(type, directionsOf(type)))).join('\n')}
module.exports = {
  main: { proto: { ${exported('.main.proto')} } },
  filter: { proto: { ${exported('.filter.proto')} } },
  search: { proto: {} },
};
`;
};
