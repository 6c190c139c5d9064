import { readContexts, writeContexts } from '../../client/contexts';
import { checkUrl } from '../../client/target';
import type { CommandSpec } from '../../framework/command';
import { CommandFailure, exitCodes, usageError } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const regionForm = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** Saves a deployment under a name. */
export const addContext: CommandSpec = {
  names: ['contexts add'],
  summary: 'Save a deployment under a name',
  details:
    'A context names a deployment by its stage and home region, or by the URL of its API, and the AWS profile to use (--profile). It is saved without credentials in contexts.json in $XDG_CONFIG_HOME/spawn or ~/.config/spawn.',
  arguments: [{ name: 'name', description: 'name of the context' }],
  flags: [
    { name: 'stage', value: 'stage', description: 'stage of the deployment (default: dev)' },
    { name: 'endpoint', value: 'url', description: 'URL of the API; instead of --stage' },
    { name: 'region', value: 'region', description: 'home region of the deployment', required: true },
  ],
  examples: [
    'spawn contexts add prod --stage prod --region us-east-1 --profile company',
    'spawn contexts add lab --endpoint https://abc123.execute-api.eu-west-1.amazonaws.com --region eu-west-1',
  ],
  run: async ({ arguments: [name = ''], flags }, context) => {
    const [stage, endpoint, region = ''] = ['stage', 'endpoint', 'region'].map((flag) => flags.text(flag));
    if (!nameForm.test(name))
      throw usageError(`'${name}' is not a name of a context: use letters, digits, dots, dashes and underscores`);
    if (stage !== undefined && endpoint !== undefined)
      throw usageError('--stage and --endpoint name a deployment twice: use one of them');
    if (!regionForm.test(region)) throw usageError(`--region '${region}' is not a region: write for example us-east-1`);
    const saved = await readContexts(context.environment);
    if (Object.hasOwn(saved.contexts, name))
      throw new CommandFailure(
        `context '${name}' exists already`,
        exitCodes.refused,
        `To replace it, remove it first: spawn contexts remove ${name}`,
      );
    const added = {
      region,
      ...(endpoint === undefined ? { stage: stage ?? 'dev' } : { endpoint: checkUrl(endpoint, '--endpoint') }),
      ...(flags.text('profile') !== undefined && { profile: flags.text('profile') }),
    };
    await writeContexts(context.environment, { ...saved, contexts: { ...saved.contexts, [name]: added } });
    await writeResult(
      context,
      { name, current: false, ...added },
      () => `Added ${name}. To use it by default: spawn contexts use ${name}\n`,
    );
  },
};
