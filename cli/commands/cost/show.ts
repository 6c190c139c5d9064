import type { CostAnswer, CostHistoryAnswer } from '../../../core/api/contract/cost';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import type { Flags } from '../../framework/flags';
import { renderCostHistory, renderCosts } from '../../render/costs';
import { writeResult } from '../../render/layout/output';
import { usageError } from '../../framework/failure';
import { countValue } from '../../framework/values';

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
    {
      name: 'history',
      description: 'instead, what each nightly run measured: of all images, of a stack or of a region',
    },
    { name: 'days', value: 'count', description: 'with --history: the last days (default: 90)', parse: countValue },
  ],
  examples: [
    'spawn ami cost',
    'spawn ami cost --history --days 30',
    'spawn ami cost --stack pytorch --minutes-saved 15 --hourly-value 40',
    'spawn ami cost ami-0123456789abcdef0 -o json',
  ],
  run: async ({ arguments: [ami], flags }, context) => {
    if (flags.on('history')) return showHistory(ami, flags, context);
    if (flags.number('days') !== undefined) throw usageError('--days requires --history');
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

/** Shows what the nights measured. Nights keep sums by stack and by region, and not of single images. */
async function showHistory(ami: string | undefined, flags: Flags, context: Context): Promise<void> {
  const [stack, region] = [flags.text('stack'), flags.text('region')];
  const other = ['minutes-saved', 'hourly-value'].find((name) => flags.text(name) !== undefined);
  if (ami !== undefined || other !== undefined)
    throw usageError(`--history shows sums of nights: leave out ${ami ?? `--${other}`}`);
  if (stack !== undefined && region !== undefined)
    throw usageError('nights keep sums by stack and by region: with --history, give --stack or --region, not both');
  const answer = await (
    await context.api()
  ).get<CostHistoryAnswer>('/v1/costs/history', { days: flags.number('days') });
  await writeResult(context, answer.nights, () =>
    renderCostHistory(answer, { stack, region }, context.styles, context.terminal.width),
  );
}
