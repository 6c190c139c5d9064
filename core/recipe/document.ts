import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { placedErrors } from './yaml-advice';

export type Path = readonly (string | number)[];

/** A position in a text. Lines and columns count from 1. */
export interface Position {
  line: number;
  column: number;
}

/** A recipe's text as YAML: its plain value, the errors of YAML, and the position of each part. */
export interface RecipeDocument {
  value: unknown;
  errors: ({ message: string } & Position)[];
  /** Returns the position of the value at a path, or of the nearest existing part above it. */
  positionOf: (path: Path) => Position;
  /** Returns the position of a key of the mapping at a path. */
  positionOfKey: (path: Path, key: string) => Position;
}

// Fields where 2.10 means the text, which YAML would read as the number 2.1.
const textPaths = [
  /^(stack|version|variant|description|base)$/,
  /^(tags|packages|secrets)\/[^/]*$/,
  /^limits\/[^/]*$/,
  /(^|\/)timeout$/,
  /^files\/\d+\//,
];

/** Parses YAML. Never throws: problems are in `errors`. */
export function readDocument(text: string): RecipeDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    // What is wrong is in the errors; a key that is no text would be told on stderr too.
    logLevel: 'error',
  });
  const at = (offset: number | undefined): Position => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const found = placedErrors([...document.errors, ...document.warnings], text).map(({ message, offset }) => ({
    message,
    ...at(offset),
  }));
  // What follows on the same line is about the same mistake.
  const errors = found.filter(({ line }, index) => found.findIndex((other) => other.line === line) === index);
  keepTexts(document, document.contents, '');
  return {
    value: errors.length > 0 ? undefined : plainValue(document, errors),
    errors,
    positionOf: (path) => at(nearest(document, path)?.range?.[0]),
    positionOfKey: (path, key) => {
      const map = path.length === 0 ? document.contents : document.getIn(path, true);
      const pair = isMap(map)
        ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
        : undefined;
      return at(isScalar(pair?.key) ? pair.key.range?.[0] : nearest(document, path)?.range?.[0]);
    },
  };
}

function keepTexts(document: Document, node: unknown, path: string): void {
  if (isMap(node)) {
    for (const { key, value } of node.items)
      keepTexts(document, value, `${path}${path && '/'}${isScalar(key) ? String(key.value) : ''}`);
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => keepTexts(document, item, `${path}/${index}`));
  } else if (isScalar(node) && (typeof node.value === 'number' || typeof node.value === 'boolean')) {
    if (node.source !== undefined && textPaths.some((pattern) => pattern.test(path))) node.value = node.source;
  }
}

function plainValue(document: Document, errors: ({ message: string } & Position)[]): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // An alias that grows without limit or refers to nothing.
    errors.push({ message: firstLine(error instanceof Error ? error.message : String(error)), line: 1, column: 1 });
    return undefined;
  }
}

function nearest(document: Document, path: Path): Node | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)) return node;
  }
  return document.contents ?? undefined;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
