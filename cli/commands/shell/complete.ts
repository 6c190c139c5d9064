import type { InstanceAnswer, RunAnswer, ShownChannel, StackAnswer } from '../../client/answers';
import type { Api } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import type { CompletedKind } from '../../framework/completion-values';
import type { ShownImage } from '../../render/images';

/** An id or a name, and what it is. */
type Word = readonly [word: string | undefined, description: string];

/** Milliseconds from the request until completion gives up: a shell waits for it at every tab. */
const limit = 1_000;

const lists: { readonly [Kind in CompletedKind]: (api: Api) => Promise<Word[]> } = {
  images: async (api) => {
    const { images } = await api.get<{ images: ShownImage[] }>('/v1/images', { deprecated: true, region: 'all' });
    return images.map(({ ami_id, name, region }) => [ami_id, `${name} in ${region}`]);
  },
  stacks: async (api) => {
    const { stacks } = await api.get<{ stacks: StackAnswer[] }>('/v1/stacks');
    return stacks.map(({ stack, images }) => [stack, `${images.total} images`]);
  },
  channels: async (api) => {
    const { channels } = await api.get<{ channels: ShownChannel[] }>('/v1/channels');
    return channels.map(({ channel, stack, variant }) => [channel, `${stack} ${variant}`]);
  },
  builds: async (api) => {
    const { builds } = await api.get<{ builds: RunAnswer[] }>('/v1/builds', { limit: 50 });
    return builds.map(({ build_id, stack, version, status }) => [
      build_id,
      [stack, version, status].filter(Boolean).join(' '),
    ]);
  },
  instances: async (api) => {
    const { instances } = await api.get<{ instances: InstanceAnswer[] }>('/v1/instances', { region: 'all' });
    const alive = instances.filter(({ state }) => state !== 'terminated');
    return alive.flatMap(({ instance_id, name, state }): Word[] => [
      [instance_id, `${name ?? ''} ${state}`.trim()],
      [name, `${instance_id} ${state}`],
    ]);
  },
};

/** The command that the completion scripts call for ids and names. */
export const complete: CommandSpec = {
  names: ['complete'],
  hidden: true,
  summary: 'List the ids and names of images, stacks, channels, builds or instances',
  details: `Each line is a word, a tab and a description. Prints nothing if the API does not answer within ${limit} ms.`,
  arguments: [{ name: 'kind', description: 'what to list', variadic: true, choices: Object.keys(lists) }],
  flags: [],
  examples: ['spawn complete stacks', 'spawn complete builds images'],
  run: async ({ arguments: kinds }, context) => {
    const listed = (async () => {
      const api = await context.api();
      return (await Promise.all(kinds.map((kind) => lists[kind as CompletedKind](api)))).flat();
    })();
    const words = await firstOf(listed.catch((): Word[] => []));
    context.terminal.out(completionLines(words));
  },
};

/**
 * Returns a line for each word that no shell would split or expand. The description may be anybody's text, so it stays
 * in its line: a second one would be a word.
 */
export function completionLines(words: readonly Word[]): string {
  const lines = words.flatMap(([word, description]) =>
    word !== undefined && isOneWord(word) ? `${word}\t${description.replaceAll(control, ' ')}\n` : [],
  );
  return [...new Set(lines)].join('');
}

// Line breaks and tabs among them; Unicode's own line breaks too.
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** Tells whether no shell would split or expand the word. */
const isOneWord = (word: string): boolean => /^[\w.@+-]+$/.test(word);

async function firstOf(words: Promise<Word[]>): Promise<Word[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Word[]>((give) => (timer = setTimeout(() => give([]), limit)));
  try {
    return await Promise.race([words, late]);
  } finally {
    clearTimeout(timer);
  }
}
