import type { CheckHealthAnswer } from '../../../core/api/contract/health';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';
import { renderTable } from '../../render/layout/table';

const ranks: Readonly<Record<string, number>> = { healthy: 0, unknown: 1, warning: 2, critical: 3 };

/** Checks the health of images now. */
export const amiHealth: CommandSpec = {
  names: ['ami health'],
  summary: 'Check the health of images now',
  details:
    'Checks base, snapshots, tests, copies and findings. Deprecated images are skipped. If a check cannot be completed, the health is `unknown`, never `healthy`.',
  arguments: [
    { name: 'ami', description: 'id or name of the image (default: all images, or those of --stack)', optional: true },
  ],
  flags: [
    { name: 'stack', value: 'stack', description: 'only images of this stack' },
    { name: 'region', value: 'region', description: 'only images of this region (default: all)' },
    {
      name: 'fail-on',
      value: 'level',
      choices: ['unknown', 'warning', 'critical'],
      description: 'exit code 1 if an image is at this level or worse',
    },
  ],
  examples: [
    'spawn ami health',
    'spawn ami health ami-0123456789abcdef0',
    'spawn ami health --stack pytorch --fail-on critical',
  ],
  run: async ({ arguments: [ami], flags }, context) => {
    const api = await context.api();
    const { images } = (
      await api.post<CheckHealthAnswer>('/v1/health', { ami, stack: flags.text('stack'), region: flags.text('region') })
    ).body;
    const sorted = [...images].sort(
      (left, right) =>
        ranks[right.level]! - ranks[left.level]! ||
        left.name.localeCompare(right.name) ||
        left.region.localeCompare(right.region),
    );
    await writeResult(context, sorted, () =>
      renderTable(
        sorted,
        [
          { heading: 'NAME', cell: ({ name }) => name, cut: 'middle' },
          { heading: 'AMI ID', cell: ({ ami_id }) => ami_id },
          { heading: 'REGION', cell: ({ region }) => region },
          { heading: 'HEALTH', cell: ({ level }) => level },
          { heading: 'WHY', cell: ({ messages }) => messages.join('; '), whole: true },
        ],
        context.styles,
        context.terminal.width,
      ),
    );
    const bad = flags.text('fail-on');
    return bad !== undefined && sorted.some(({ level }) => ranks[level]! >= ranks[bad]!)
      ? exitCodes.failed
      : exitCodes.done;
  },
};
