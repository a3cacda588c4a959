/**
 * JSON as it is written, not as it is read: a tree whose leaves are any text at all, whose members may come twice or be
 * called `__proto__`. So a body can be changed a little, and be JSON that `JSON.stringify` would never write, or none.
 */

export type Tree =
  | { readonly kind: 'leaf'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly Tree[] }
  | { readonly kind: 'object'; readonly members: readonly Member[] };

/** The name as it is written, quotes included. */
type Member = readonly [name: string, value: Tree];

/** One change of one place. `text` and `name` are written as they are. */
export type Change =
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'remove' }
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'add'; readonly name: string; readonly text: string }
  /** The same member or item once more, with another value behind or before it. */
  | { readonly kind: 'repeat'; readonly text: string; readonly first: boolean }
  | { readonly kind: 'wrap'; readonly as: 'array' | 'object' }
  /** Of a text: put around what is there. */
  | { readonly kind: 'surround'; readonly before: string; readonly after: string };

export interface Edit {
  /** Which place, counted from the root on; beyond the last it begins anew. */
  readonly at: number;
  readonly change: Change;
}

const leaf = (text: string): Tree => ({ kind: 'leaf', text });

export const treeOf = (value: unknown): Tree => {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(treeOf) };
  if (typeof value !== 'object' || value === null) return leaf(JSON.stringify(value));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return { kind: 'object', members: members.map(([name, member]) => [JSON.stringify(name), treeOf(member)]) };
};

export const textOf = (tree: Tree): string => {
  if (tree.kind === 'leaf') return tree.text;
  if (tree.kind === 'array') return `[${tree.items.map(textOf).join(',')}]`;
  return `{${tree.members.map(([name, value]) => `${name}:${textOf(value)}`).join(',')}}`;
};

const sizeOf = (tree: Tree): number => {
  if (tree.kind === 'leaf') return 1;
  const below = tree.kind === 'array' ? tree.items : tree.members.map(([, value]) => value);
  return below.reduce((sum, one) => sum + sizeOf(one), 1);
};

export const edited = (tree: Tree, edits: readonly Edit[]): Tree =>
  edits.reduce((before, { at, change }) => editAt(before, at % sizeOf(before), change), tree);

const editAt = (tree: Tree, at: number, change: Change): Tree => {
  // The root has no name to lose, so what asks for one replaces it.
  const whole: Member = ['""', tree];
  return at === 0 ? (changed(whole, change).at(-1)?.[1] ?? leaf('')) : within(tree, at - 1, change);
};

/** `at` counts the places below the tree. */
const within = (tree: Tree, at: number, change: Change): Tree => {
  if (tree.kind === 'leaf') return tree;
  const members: readonly Member[] = tree.kind === 'array' ? tree.items.map((item) => ['""', item]) : tree.members;
  let from = 0;
  const next = members.flatMap((member): readonly Member[] => {
    const [name, value] = member;
    const size = sizeOf(value);
    const here = at - from;
    from += size;
    if (here < 0 || here >= size) return [member];
    return here === 0 ? changed(member, change) : [[name, within(value, here - 1, change)]];
  });
  return tree.kind === 'array' ? { kind: 'array', items: next.map(([, item]) => item) } : { ...tree, members: next };
};

const changed = ([name, value]: Member, change: Change): readonly Member[] => {
  switch (change.kind) {
    case 'replace':
      return [[name, leaf(change.text)]];
    case 'remove':
      return [];
    case 'rename':
      return [[change.name, value]];
    case 'add': {
      const added: Member = [change.name, leaf(change.text)];
      if (value.kind === 'object') return [[name, { ...value, members: [...value.members, added] }]];
      return value.kind === 'array'
        ? [[name, { ...value, items: [...value.items, added[1]] }]]
        : [[name, value], added];
    }
    case 'repeat': {
      const other: Member = [name, leaf(change.text)];
      return change.first ? [other, [name, value]] : [[name, value], other];
    }
    case 'wrap':
      return [
        [
          name,
          change.as === 'array' ? { kind: 'array', items: [value] } : { kind: 'object', members: [[name, value]] },
        ],
      ];
    case 'surround': {
      if (value.kind !== 'leaf' || !value.text.startsWith('"')) return [[name, value]];
      const inner = value.text.slice(1, -1);
      return [[name, leaf(`"${change.before}${inner}${change.after}"`)]];
    }
  }
};
