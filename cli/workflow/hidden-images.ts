import { mostSimilar } from '../../core/lib/did-you-mean';
import { pluralize } from '../../core/lib/pluralize';
import { listAll } from '../framework/api';
import type { Context } from '../framework/context';

/** Images that a list leaves out because of their state. */
export interface Hidden {
  deprecated: number;
  revoked: number;
}

// Enough to name the stacks and regions that exist.
const mostImages = 500;

/** Says how many images a list leaves out, and with which flags it lists them. */
export function tellHidden({ messages }: Context, { deprecated, revoked }: Hidden): void {
  const counts = [
    { count: deprecated, state: 'deprecated' },
    { count: revoked, state: 'revoked' },
  ].filter(({ count }) => count > 0);
  if (counts.length === 0) return;
  const total = deprecated + revoked;
  const said = counts.map(({ count, state }) => `${count} ${state}`).join(' and ');
  const flags = counts.map(({ state }) => `--${state}`).join(' ');
  messages.note(`${said} ${pluralize(total, 'image').replace(/^\d+ /, '')} hidden; to list them too: ${flags}`);
}

/**
 * Says which stacks and regions have images, if the list is empty because of the stack or the region. With `isFiltered`
 * other filters may be the reason, so that only an unknown stack is told.
 */
export async function tellWhereImagesAre(
  context: Context,
  { stack, region }: { stack?: string; region?: string },
  isFiltered: boolean,
): Promise<void> {
  const api = await context.api();
  const query = { region: 'all', deprecated: true, revoked: true, pending: true };
  const all = await listAll<{ stack?: string; region: string }>(api, '/v1/images', 'images', query, mostImages);
  const ofStack = stack === undefined ? all : all.filter((image) => image.stack === stack);
  const regions = namesOf(ofStack.map((image) => image.region));
  if (all.length === 0)
    return context.messages.note('There are no images yet. To build one: spawn build RECIPE --wait');
  if (ofStack.length === 0) {
    const stacks = namesOf(all.map((image) => image.stack));
    const meant = mostSimilar(stack ?? '', stacks);
    const hint = meant === undefined ? '' : `: did you mean ${meant}?`;
    return context.messages.note(`No image has the stack '${stack}'${hint} (stacks: ${stacks.join(', ') || 'none'})`);
  }
  if (isFiltered || region === 'all' || regions.includes(region ?? '')) return;
  const what = stack === undefined ? 'Images are' : `Images of ${stack} are`;
  context.messages.note(
    `${what} in ${regions.join(', ')}; to list them: --region ${regions.length === 1 ? regions[0] : 'all'}`,
  );
}

const namesOf = (texts: readonly (string | undefined)[]): string[] =>
  [...new Set(texts.filter((text) => text !== undefined))].sort();
