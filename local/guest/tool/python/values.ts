/** A raised exception. */
export class PythonError extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
    this.name = type;
  }
}

/** Thrown by sys.exit(); `code` is its argument. */
export class Exit extends Error {
  constructor(readonly code: Value) {
    super('exit');
  }
}

/** A tuple, which equals no list and is written in parentheses. */
export class Tuple {
  constructor(readonly items: Value[]) {}
}

/** A number with a fraction; whole numbers are plain JavaScript numbers. */
export class Float {
  constructor(readonly value: number) {}
}

export interface Module {
  readonly module: string;
  attribute(name: string): Value;
}

export type Callable = (args: Value[], named: Map<string, Value>) => Value;
export type Value = number | string | boolean | null | Float | Tuple | Value[] | Map<Value, Value> | Module | Callable;

const isModule = (value: Value): value is Module => typeof value === 'object' && value !== null && 'module' in value;

/** What bool() gives: nothing, zero and what is empty are false. */
export function isTrue(value: Value): boolean {
  if (value instanceof Float) return value.value !== 0;
  if (value instanceof Tuple) return value.items.length > 0;
  if (value instanceof Map) return value.size > 0;
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(value);
}

/** What str() gives. */
export function textOf(value: Value): string {
  return typeof value === 'string' ? value : representation(value);
}

/** What repr() gives. */
export function representation(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string')
    return value.includes("'") && !value.includes('"')
      ? `"${value}"`
      : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  if (value instanceof Float) return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
  if (value instanceof Tuple)
    return `(${value.items.map(representation).join(', ')}${value.items.length === 1 ? ',' : ''})`;
  if (Array.isArray(value)) return `[${value.map(representation).join(', ')}]`;
  if (value instanceof Map)
    return `{${[...value].map(([key, one]) => `${representation(key)}: ${representation(one)}`).join(', ')}}`;
  return isModule(value) ? `<module '${value.module}'>` : '<built-in function>';
}

/** The items that a for loop or `in` goes through. */
export function itemsOf(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Tuple) return value.items;
  if (value instanceof Map) return [...value.keys()];
  if (typeof value === 'string') return [...value];
  throw new PythonError('TypeError', `${representation(value)} is not iterable`);
}

const plain = (value: Value): unknown =>
  value instanceof Float ? value.value : typeof value === 'boolean' ? Number(value) : value;

/** What == gives for plain values and sequences; a tuple never equals a list. */
export function isEqual(left: Value, right: Value): boolean {
  if ((left instanceof Tuple && right instanceof Tuple) || (Array.isArray(left) && Array.isArray(right))) {
    const [one, other] = [itemsOf(left), itemsOf(right)];
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index] as Value));
  }
  return plain(left) === plain(right);
}

/** Below zero, zero or above, as Python orders numbers, texts and sequences. */
export function order(left: Value, right: Value): number {
  const [one, other] = [plain(left), plain(right)];
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : one > other ? 1 : 0;
  if ((left instanceof Tuple && right instanceof Tuple) || (Array.isArray(left) && Array.isArray(right))) {
    const [first, second] = [itemsOf(left), itemsOf(right)];
    for (let index = 0; index < Math.min(first.length, second.length); index += 1) {
      const difference = order(first[index] as Value, second[index] as Value);
      if (difference !== 0) return difference;
    }
    return first.length - second.length;
  }
  throw new PythonError('TypeError', `cannot compare ${representation(left)} and ${representation(right)}`);
}

const parameter = (args: Value[], index: number): Value => args[index] ?? null;

const textMethods: Record<string, (text: string, args: Value[]) => Value> = {
  startswith: (text, args) =>
    (args[0] instanceof Tuple ? args[0].items : [parameter(args, 0)]).some((one) => text.startsWith(textOf(one))),
  endswith: (text, args) => text.endsWith(textOf(parameter(args, 0))),
  split: (text, args) =>
    args[0] === undefined || args[0] === null ? text.trim().split(/\s+/) : text.split(textOf(args[0])),
  strip: (text) => text.trim(),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  replace: (text, args) => text.replaceAll(textOf(parameter(args, 0)), textOf(parameter(args, 1))),
  join: (text, args) => itemsOf(parameter(args, 0)).map(textOf).join(text),
  isdigit: (text) => /^\d+$/.test(text),
  count: (text, args) => text.split(textOf(parameter(args, 0))).length - 1,
};

/** `value.name`; undefined when the interpreter does not know it. */
export function attributeOf(value: Value, name: string): Value | undefined {
  if (isModule(value)) return value.attribute(name);
  if (typeof value === 'string') {
    const method = textMethods[name];
    return method === undefined ? undefined : (args) => method(value, args);
  }
  if (Array.isArray(value) && name === 'append')
    return (args) => {
      value.push(parameter(args, 0));
      return null;
    };
  if (value instanceof Map) {
    if (name === 'items') return () => [...value].map((pair) => new Tuple(pair));
    if (name === 'keys') return () => [...value.keys()];
    if (name === 'values') return () => [...value.values()];
    if (name === 'get') return (args) => value.get(parameter(args, 0)) ?? parameter(args, 1);
  }
  return undefined;
}
