import * as path from 'node:path';
import { importsOf, type Source } from './sources';

export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Which files each file imports, types included, by their paths in the project. */
export function fileGraph(sources: readonly Source[]): Graph {
  const files = new Set(sources.map(({ file }) => file));
  return new Map(
    sources.map(({ file, text }) => {
      const targets = importsOf(text)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => path.normalize(path.join(path.dirname(file), specifier)))
        .flatMap((target) => [`${target}.ts`, `${target}.tsx`]);
      return [file, new Set(targets.filter((target) => files.has(target)))];
    }),
  );
}

/** The same for folders: a folder imports those that its own files import. */
export function folderGraph(files: Graph): Graph {
  const folders = new Map<string, Set<string>>();
  for (const [file, targets] of files) {
    const folder = path.dirname(file);
    const known = folders.get(folder) ?? new Set();
    for (const target of targets) if (path.dirname(target) !== folder) known.add(path.dirname(target));
    folders.set(folder, known);
  }
  return folders;
}

/** Every group of nodes that reach each other, as sorted lists (Tarjan's strongly connected components). */
export function circles(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    lowest.set(node, order.get(node)!);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) found.push(group.sort());
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}
