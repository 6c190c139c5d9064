import { pluralize } from '../../../core/lib/pluralize';
import type { FoundImage } from '../../../core/catalog/adoption-candidates';
import type { TagChange } from '../../client/answers';
import type { Context } from '../../framework/context';
import { CommandFailure, exitCodes, usageError } from '../../framework/failure';
import type { Flags } from '../../framework/flags';
import { confirm, declined } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { renderTable } from '../../render/layout/table';

/** The body of a tag request; `region` is set for each image. */
export type TagBody = Record<string, unknown> & { tags: Record<string, string>; stack?: string; version?: string };

interface Result {
  ami_id: string;
  name: string;
  region: string;
  result: 'adopted' | 'tagged' | 'unchanged' | 'failed';
  error?: string;
}

/** Completes the body with the stack and version: asks at a terminal, else throws a usage error that names the flag. */
async function complete(context: Context, body: TagBody, images: readonly FoundImage[]): Promise<TagBody> {
  const full = { ...body };
  for (const fact of ['stack', 'version'] as const) {
    const lacking = images.filter((image) => image[fact] === undefined);
    if (full[fact] !== undefined || full.tags[fact] !== undefined || lacking.length === 0) continue;
    const names = lacking
      .map(({ name }) => name)
      .slice(0, 3)
      .join(', ');
    if (!context.terminal.interactive)
      throw usageError(
        `the ${fact} of ${pluralize(lacking.length, 'image')} (${names}) is unknown: set it with --${fact}`,
      );
    context.messages.prompt(`${fact[0]!.toUpperCase()}${fact.slice(1)} of ${names}: `);
    const answer = (await context.terminal.readLine())?.trim();
    if (!answer) throw usageError(`no ${fact} given: set it with --${fact}`);
    full[fact] = answer;
  }
  return full;
}

/**
 * Lists the images of a filter, asks for confirmation and tags each; a failure does not stop the others. Exit code 1 if
 * one failed, 3 if no image matches.
 */
export async function tagMany(context: Context, flags: Flags, body: TagBody): Promise<number> {
  const api = await context.api();
  const query = { name: flags.text('filter-name'), tag: flags.text('filter-tag'), region: flags.text('region') };
  const { images } = await api.get<{ images: FoundImage[] }>('/v1/found-images', query);
  const fitting = images.filter(({ obstacle }) => obstacle === undefined);
  const table = () =>
    renderTable(
      images,
      [
        { heading: 'NAME', cell: (image) => image.name, cut: 'middle' },
        { heading: 'AMI ID', cell: (image) => image.ami_id },
        { heading: 'ARCH', cell: (image) => image.architecture, drop: 3 },
        { heading: 'GPU', cell: (image) => (image.gpu ? 'yes' : 'no'), drop: 4 },
        { heading: 'SIZE', cell: (image) => `${image.size_gb}GB`, drop: 2 },
        { heading: 'BASE', cell: (image) => image.base_os ?? '', drop: 1 },
        { heading: 'STACK', cell: (image) => image.stack ?? '' },
        { heading: 'VERSION', cell: (image) => image.version ?? '' },
        {
          heading: 'STATUS',
          cell: (image) => image.obstacle ?? (image.managed ? 'managed' : 'not managed'),
          whole: true,
        },
      ],
      context.styles,
      context.terminal.width,
    );
  if (images.length === 0)
    throw new CommandFailure(
      'no image of this account matches the filter',
      exitCodes.notFound,
      'To search another region, use --region.',
    );
  if (flags.on('dry-run')) {
    await writeResult(context, images, table);
    return exitCodes.done;
  }
  const full = await complete(context, body, fitting);
  if (context.format === 'table') context.messages.raw(table());
  else context.messages.prompt(table());
  if (fitting.length === 0) throw new CommandFailure('none of these images can be tagged', exitCodes.refused);
  if (!(await confirm(context, `Tag ${pluralize(fitting.length, 'image')}?`))) return declined;
  const results: Result[] = [];
  for (const { ami_id, name, region, managed } of fitting) {
    // The copies of a managed image change with it, unless a region was named.
    const target = managed ? flags.text('region') : region;
    results.push({ ami_id, name, region, ...(await tagOne(context, ami_id, { ...full, region: target })) });
  }
  await writeResult(context, results, () =>
    results.map(({ ami_id, name, result, error }) => `${name} (${ami_id}): ${error ?? result}\n`).join(''),
  );
  return results.some(({ result }) => result === 'failed') ? exitCodes.failed : exitCodes.done;
}

async function tagOne(
  context: Context,
  id: string,
  body: Record<string, unknown>,
): Promise<Pick<Result, 'result' | 'error'>> {
  try {
    const { body: answer } = await (
      await context.api()
    ).post<TagChange>(`/v1/images/${encodeURIComponent(id)}/tags`, body);
    for (const warning of answer.warnings ?? []) context.messages.warn(warning);
    return { result: answer.adopted ? 'adopted' : answer.changed ? 'tagged' : 'unchanged' };
  } catch (error) {
    return { result: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
}
