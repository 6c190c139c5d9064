import type { OwnersAnswer } from '../../core/reference/contract';
import type { Context } from '../framework/context';
import type { FlagSpec } from '../framework/command';
import { exitCodes } from '../framework/failure';
import { renderTable } from '../render/layout/table';
import { writeResult } from '../render/layout/output';

/** The flag that shows which images a command would change and who uses them. */
export const dryRunFlag: FlagSpec = {
  name: 'dry-run',
  description: 'list the images and what uses them, by owner; change nothing (refusals are not checked)',
};

/**
 * Lists the images that a command would change, with `descendants` also those that were built on them, and by owner
 * what uses them. Returns the exit code.
 */
export async function writeDryRun(
  context: Context,
  id: string,
  would: string,
  { region, descendants }: { region?: string; descendants?: boolean },
): Promise<number> {
  const api = await context.api();
  const answer = await api.get<OwnersAnswer>(`/v1/images/${encodeURIComponent(id)}/owners`, {
    region,
    ...(descendants && { descendants }),
  });
  const { images, owners, owner_tag: tag, unread, warnings = [] } = answer;
  for (const warning of warnings) context.messages.warn(warning);
  for (const { region: where, kind, reason } of unread)
    context.messages.warn(`${where}: each ${kind} could not be read: ${reason}`);
  await writeResult(context, { dry_run: true, ...answer }, () => {
    const uses = owners.flatMap(({ owner, uses: own }) => own.map((use) => ({ ...use, owner: owner ?? '' })));
    const list = images
      .map(
        ({ ami_id, region: where, name, descendant }) =>
          `  ${name} (${ami_id} in ${where})${descendant ? ', built on it' : ''}\n`,
      )
      .join('');
    const head = `Would be ${would}:\n${list}\n`;
    if (uses.length === 0)
      return `${head}${unread.length > 0 ? 'No use found in what could be read.' : 'Nothing uses them.'}\n`;
    const told =
      tag === undefined ? 'Used by (the settings name no owner_tag):' : `Used by (owners by the tag ${tag}):`;
    const table = renderTable(
      uses,
      [
        { heading: 'OWNER', cell: ({ owner }) => owner || '-' },
        { heading: 'USED BY', cell: ({ kind }) => kind },
        { heading: 'NAME', cell: ({ name }) => name, cut: 'middle' },
        { heading: 'DETAIL', cell: ({ detail }) => detail ?? '', cut: 'end', drop: 1 },
        { heading: 'AMI ID', cell: ({ ami_id }) => ami_id },
        { heading: 'REGION', cell: ({ region: where }) => where },
      ],
      context.styles,
      context.terminal.width,
    );
    return `${head}${told}\n${table}`;
  });
  return exitCodes.done;
}
