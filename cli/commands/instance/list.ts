import { pluralize } from '../../../core/lib/pluralize';
import type { InstanceAnswer } from '../../client/answers';
import { listAll } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import { renderInstances } from '../../render/instances';
import { writeResult } from '../../render/layout/output';
import { tagValue } from '../../framework/values';

/** Lists instances that spawn manages. */
export const list: CommandSpec = {
  names: ['list'],
  summary: 'List instances that spawn manages',
  details: 'Terminated instances are hidden unless --all or --state terminated is given.',
  arguments: [],
  flags: [
    { name: 'name', value: 'name', description: 'only the instance of this name or id' },
    {
      name: 'state',
      value: 'state',
      choices: ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'],
      description: 'only instances in this state',
    },
    { name: 'all', description: 'include terminated instances' },
    { name: 'tag', value: 'k=v', description: 'only instances with this tag', parse: tagValue },
    { name: 'region', value: 'region', description: 'instances of this region, or `all` (default: the home region)' },
  ],
  examples: ['spawn list', 'spawn list --name ami-builder -o json', 'spawn list --state running --region all'],
  run: async ({ flags }, context) => {
    const query = {
      name: flags.text('name'),
      state: flags.text('state'),
      tag: flags.text('tag'),
      region: flags.text('region'),
    };
    const found = await listAll<InstanceAnswer>(await context.api(), '/v1/instances', 'instances', query);
    const instances = flags.on('all') || query.state !== undefined ? found : found.filter(isLeft);
    const hidden = found.length - instances.length;
    if (hidden > 0)
      context.messages.note(`${pluralize(hidden, 'terminated instance')} hidden; to list them: spawn list --all`);
    await writeResult(context, instances, () =>
      renderInstances(instances, context.now(), context.styles, context.terminal.width),
    );
  },
};

const isLeft = ({ state }: InstanceAnswer): boolean => state !== 'terminated';
