import type { RunAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { usageError } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';

const buildArgument = { name: 'build', description: 'id of the build (bld-…) that waits for an approval' };

/** Approves a build that waits for it. */
export const approveBuild: CommandSpec = {
  names: ['builds approve'],
  summary: 'Publish the image of a build that waits for approval',
  arguments: [buildArgument],
  flags: [{ name: 'reason', value: 'text', description: 'reason, which is recorded with your identity' }],
  examples: ['spawn builds approve bld-0mk3f2k1a7x2m9q4c --reason "reviewed by the platform team"'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const body = { decision: 'approved', reason: flags.text('reason') };
    const run = await (await context.api()).post<RunAnswer>(`/v1/builds/${encodeURIComponent(id)}/approval`, body);
    await writeResult(context, run.body, () => `${id} is approved and is being published\n`);
  },
};

/** Rejects a build that waits for an approval. */
export const rejectBuild: CommandSpec = {
  names: ['builds reject'],
  summary: 'Fail a build that waits for approval, and remove its image',
  arguments: [buildArgument],
  flags: [{ name: 'reason', value: 'text', description: 'reason, which is recorded with your identity (required)' }],
  examples: ['spawn builds reject bld-0mk3f2k1a7x2m9q4c --reason "the driver is too old"'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const reason = flags.text('reason');
    if (reason === undefined) throw usageError('--reason is missing: say why the build is rejected');
    const body = { decision: 'rejected', reason };
    const run = await (await context.api()).post<RunAnswer>(`/v1/builds/${encodeURIComponent(id)}/approval`, body);
    await writeResult(context, run.body, () => `${id} is rejected: it fails, and its image is removed\n`);
  },
};
