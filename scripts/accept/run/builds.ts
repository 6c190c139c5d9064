import { smokeRecipe } from '../../../cli/workflow/smoke-recipe';
import type { RunAnswer } from '../../../core/api/contract/run';
import { baseParameter } from '../../../core/model/base';
import type { Built, BuiltKind } from './evidence';
import { typeOf } from './limits';
import { codeOf, poll, type Session } from './session';

/** The stacks that a run makes. */
export const stackOf = (kind: BuiltKind): string => `accept-${kind}`;

const bases: Readonly<Record<Exclude<BuiltKind, 'smoke'>, string>> = {
  al2023: 'al2023',
  ubuntu: 'ubuntu-24.04',
  // By its parameter, so that it needs no instance with a GPU, of which a new account has none.
  gpu: `ssm:${baseParameter('al2023-gpu', 'x86_64')}`,
};

const nothing = '#!/bin/bash\ntrue\n';

/** Returns a recipe whose scripts do nothing, as JSON; with a script of its own as the test, if one is given. */
export function recipeOf(kind: BuiltKind, version: string, test = nothing): string {
  if (kind === 'smoke') return smokeRecipe('x86_64');
  return JSON.stringify({
    stack: stackOf(kind),
    version,
    base: bases[kind],
    instance_types: [typeOf[kind]],
    ...(kind === 'gpu' && { volume: { size_gb: 75 } }),
    provision: [{ name: 'nothing', run: nothing, timeout: '5m' }],
    test: { run: test, timeout: '5m' },
  });
}

/** What is to be built, and whether it is published. */
export interface Wanted {
  kind: BuiltKind;
  recipe: string;
  published?: boolean;
}

/** Starts a build and returns its id. */
export async function start({ api }: Session, { recipe, published = false }: Wanted): Promise<string> {
  const { body } = await api.post<RunAnswer>('/v1/builds', { recipe, force: true, discard: !published });
  return body.build_id;
}

/** Returns a run once it has ended. */
export async function ended(session: Session, id: string, minutes: number): Promise<RunAnswer> {
  const read = (): Promise<RunAnswer> => session.api.get<RunAnswer>(`/v1/operations/${id}`);
  return poll(session, read, ({ status }) => status !== 'running', { what: `the run ${id}`, minutes });
}

/**
 * Builds what is wanted, `width` at a time, and tells each build as it ends. Starts nothing after the deadline. A build
 * that fails is evidence like another; one that the API refuses ends it.
 */
export async function buildAll(
  session: Session,
  wanted: readonly Wanted[],
  { width, deadline, onBuilt }: { width: number; deadline: Date; onBuilt: (built: Built) => void },
): Promise<void> {
  const queue = [...wanted];
  const left = (): number => (deadline.getTime() - session.now().getTime()) / 60_000;
  let refused: unknown;
  const worker = async (): Promise<void> => {
    while (refused === undefined && left() > 0) {
      const next = queue.shift();
      if (next === undefined) return;
      try {
        const run = await ended(session, await start(session, next), left());
        onBuilt({ kind: next.kind, run, parallel: Math.min(width, wanted.length) });
      } catch (error) {
        refused ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, wanted.length) }, worker));
  if (refused !== undefined) throw refused;
}

/** Returns how many builds the quota of vCPUs allows at a time: two for each instance, ten builds at most. */
export async function widthOf(session: Session): Promise<number> {
  try {
    const answer = await session.call('servicequotas', 'GetServiceQuota', session.region, {
      ServiceCode: 'ec2',
      QuotaCode: 'L-1216C47A',
    });
    return Math.max(1, Math.min(10, Math.floor(Number(answer.Quota.Value) / 2)));
  } catch (error) {
    if (codeOf(error) === 'AbortError') throw error;
    // Unknown: as in the smallest of accounts.
    return 1;
  }
}
