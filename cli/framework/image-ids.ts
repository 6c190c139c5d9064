import { mostSimilar } from '../../core/lib/did-you-mean';
import { listAll } from './api';
import type { CommandSpec, FlagSpec, Invocation } from './command';
import { completedKinds } from './completion-values';
import type { Context } from './context';
import { CommandFailure, exitCodes, usageError } from './failure';

interface NamedImage {
  name: string;
  ami_id: string;
  region: string;
  replicated_from?: string;
}

// Enough for the copies of a name in all regions, and to find a similar one.
const mostNames = 200;

/** Returns whether the help writes this word for an image. */
const meansImage = (word: string | undefined): boolean =>
  word !== undefined && Object.hasOwn(completedKinds, word) && completedKinds[word]?.join() === 'images';

// A release is `stack@version`; `auto` selects the newest Amazon Linux.
const isNoName = (text: string): boolean => text.startsWith('ami-') || text === 'auto' || text.includes('@');

/**
 * Returns the invocation with ids in place of the names of images, wherever the command takes an image. A name stands
 * for the image that copies were made from, or for the one in the region of `--region`.
 */
export async function withImageIds(
  spec: CommandSpec,
  flags: readonly FlagSpec[],
  invocation: Invocation,
  context: Context,
): Promise<Invocation> {
  const region = invocation.flags.text('region');
  const idOf = async (text: string | undefined, takesRelease = false): Promise<string | undefined> => {
    if (takesRelease && text?.includes('@')) return idOfRelease(context, text, region);
    return text === undefined || isNoName(text) ? text : findImageId(context, text, region);
  };
  const argumentAt = (index: number) => spec.arguments[Math.min(index, spec.arguments.length - 1)];
  const given = await Promise.all(
    invocation.arguments.map((text, index) => {
      const argument = argumentAt(index);
      return meansImage(argument?.name) ? idOf(text, argument?.release) : text;
    }),
  );
  let values = invocation.flags;
  for (const { name, value } of flags) {
    if (!meansImage(value)) continue;
    const list = values.list(name);
    if (list.length > 0) values = values.with(name, await Promise.all(list.map((each) => idOf(each))));
    else if (values.text(name) !== undefined) values = values.with(name, await idOf(values.text(name)));
  }
  return { arguments: given, flags: values };
}

/** Returns the id of the image that a launch of `stack@version` would select. */
async function idOfRelease(context: Context, release: string, region: string | undefined): Promise<string> {
  const at = release.indexOf('@');
  const [stack, version] = [release.slice(0, at), release.slice(at + 1)];
  const api = await context.api();
  const { image } = await api.get<{ image: NamedImage }>('/v1/images/resolve', { stack, version, region });
  return image.ami_id;
}

/**
 * Returns the id of the image with a name. Throws with exit code 3 when no image has it, and a usage error when several
 * do.
 */
export async function findImageId(context: Context, name: string, region?: string): Promise<string> {
  if (name.startsWith('ami-')) return name;
  const named = (await imagesLike(context, name, region ?? 'all')).filter((image) => image.name === name);
  const originals = named.filter(({ replicated_from }) => replicated_from === undefined);
  const candidates = originals.length > 0 ? originals : named;
  const [first, ...others] = candidates;
  if (first === undefined) throw await noSuchName(context, name, region);
  if (others.length === 0) return first.ami_id;
  const all = candidates.map((image) => `${image.ami_id} in ${image.region}`).join(', ');
  throw usageError(`several images have the name '${name}': ${all}`, 'Use the id, or choose one with --region.');
}

async function imagesLike(context: Context, pattern: string, region: string): Promise<NamedImage[]> {
  const api = await context.api();
  const query = { name: pattern, region, deprecated: true, revoked: true, pending: true, limit: mostNames };
  return listAll<NamedImage>(api, '/v1/images', 'images', query, mostNames);
}

/** A name that begins alike may have been meant. */
async function noSuchName(context: Context, name: string, region: string | undefined): Promise<CommandFailure> {
  const alike = await imagesLike(context, `${name.slice(0, 3)}*`, region ?? 'all');
  const similar = mostSimilar(
    name,
    alike.map((image) => image.name),
  );
  return new CommandFailure(
    `there is no image with the id or name '${name}'${region === undefined || region === 'all' ? '' : ` in ${region}`}`,
    exitCodes.notFound,
    similar === undefined ? 'To list the images: spawn list-amis --region all' : `Did you mean '${similar}'?`,
  );
}
