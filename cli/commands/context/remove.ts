import { readContexts, requireContext, writeContexts } from '../../client/contexts';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';

/** Forgets a saved deployment. */
export const removeContext: CommandSpec = {
  names: ['contexts remove'],
  summary: 'Forget a saved deployment; the deployment itself stays',
  arguments: [{ name: 'name', description: 'name of the context' }],
  flags: [],
  examples: ['spawn contexts remove lab'],
  run: async ({ arguments: [name = ''] }, context) => {
    const { current, contexts } = await readContexts(context.environment);
    requireContext({ contexts }, name);
    const { [name]: _, ...rest } = contexts;
    await writeContexts(context.environment, { ...(current !== name && { current }), contexts: rest });
    const wasCurrent = current === name;
    await writeResult(context, { name, was_current: wasCurrent }, () =>
      wasCurrent ? `Removed ${name}. No context is used by default.\n` : `Removed ${name}.\n`,
    );
  },
};
