import { readContexts, requireContext, writeContexts } from '../../client/contexts';
import type { CommandSpec } from '../../framework/command';
import { usageError } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';

/** Selects the deployment that commands call by default. */
export const useContext: CommandSpec = {
  names: ['contexts use'],
  summary: 'Select the deployment that commands call by default',
  details:
    '--context and SPAWN_CONTEXT select another context for one call. SPAWN_API_URL, SPAWN_STAGE and a local mode that runs in the project take precedence over the context that is selected here.',
  arguments: [{ name: 'name', description: 'name of the context', optional: true }],
  flags: [{ name: 'none', description: 'use no context by default' }],
  examples: ['spawn contexts use prod', 'spawn contexts use --none'],
  run: async ({ arguments: [name], flags }, context) => {
    if ((name === undefined) !== flags.on('none')) throw usageError('name a context, or use --none');
    const { contexts } = await readContexts(context.environment);
    if (name !== undefined) requireContext({ contexts }, name);
    await writeContexts(context.environment, { ...(name !== undefined && { current: name }), contexts });
    await writeResult(context, { current: name ?? null }, () =>
      name === undefined ? 'No context is used by default.\n' : `Commands call ${name} by default.\n`,
    );
  },
};
