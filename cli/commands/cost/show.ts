import type { CostAnswer } from '../../../core/api/contract/cost';
import type { CommandSpec } from '../../framework/command';
import { renderCosts } from '../../render/costs';
import { writeResult } from '../../render/layout/output';
import { usageError } from '../../framework/failure';

function amount(text: string): string {
  if (/^\d{1,6}(\.\d{1,4})?$/.test(text)) return text;
  throw usageError(`'${text}' is not a number: write for example 10 or 2.5`);
}

/** Shows the monthly cost of images and the break-even number of launches. */
export const amiCost: CommandSpec = {
  names: ['ami cost'],
  summary: 'Show the monthly cost of images',
  details:
    'Also shows the number of launches a month from which an image saves money. Sizes are the stored sizes that the nightly run measures; until then, the larger volume sizes are used. The time that a launch saves is the installation time of the build, unless --minutes-saved is given.',
  arguments: [{ name: 'ami', description: 'only this image, by id or name, and its copies', optional: true }],
  flags: [
    { name: 'stack', value: 'stack', description: 'only images of this stack' },
    { name: 'region', value: 'region', description: 'only images of this region (default: all regions)' },
    {
      name: 'minutes-saved',
      value: 'minutes',
      description: 'minutes that a launch saves (default: the installation time of the build, or 10)',
      parse: amount,
    },
    {
      name: 'hourly-value',
      value: 'usd',
      description: 'value of an hour of waiting, in US dollars (default: 60)',
      parse: amount,
    },
  ],
  examples: [
    'spawn ami cost',
    'spawn ami cost --stack pytorch --minutes-saved 15 --hourly-value 40',
    'spawn ami cost ami-0123456789abcdef0 -o json',
  ],
  run: async ({ arguments: [ami], flags }, context) => {
    const answer = await (
      await context.api()
    ).get<CostAnswer>('/v1/costs', {
      ami,
      stack: flags.text('stack'),
      region: flags.text('region'),
      minutes_saved: flags.text('minutes-saved'),
      hourly_value: flags.text('hourly-value'),
    });
    await writeResult(context, answer, () => renderCosts(answer, context.styles, context.terminal.width));
  },
};
