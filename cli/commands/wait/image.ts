import { judgeCondition, type ConditionVerdict, type ImageCondition } from '../../../core/api/contract/image-condition';
import type { ImageDetails } from '../../client/answers';
import type { Invocation } from '../../framework/command';
import type { Context } from '../../framework/context';
import { CommandFailure, exitCodes } from '../../framework/failure';
import { imageFields, statusOf } from '../../render/images';
import { writeResult } from '../../render/layout/output';
import { poll } from '../../workflow/wait';

/**
 * Waits until an image meets a condition, and prints it. Exit code 1 if the image failed, 4 if it can no longer meet
 * the condition.
 */
export async function waitForImage(
  { flags }: Invocation,
  context: Context,
  id: string,
  condition: ImageCondition,
): Promise<number> {
  const api = await context.api();
  const regions = flags.list('to-region');
  const judged = ({ verdict }: { verdict: ConditionVerdict }): boolean => verdict.state !== 'pending';
  const read = async () => {
    const image = await api.get<ImageDetails>(`/v1/images/${encodeURIComponent(id)}`, { region: flags.text('region') });
    return { image, verdict: judgeCondition(image, condition, regions) };
  };
  const wanted = [`--for ${condition}`, ...regions.map((region) => `--to-region ${region}`)].join(' ');
  const { image, verdict } = await poll(
    context,
    {
      what: `${id} to be ${condition}`,
      state: ({ image }) => image.state,
      again: condition === 'available' ? `spawn wait ${id}` : `spawn wait ${id} ${wanted}`,
      timeout: flags.number('timeout'),
    },
    read,
    judged,
  );
  if (verdict.state === 'never')
    throw new CommandFailure(verdict.because, verdict.failed ? exitCodes.failed : exitCodes.refused);
  const status = statusOf(image, context.emoji);
  await writeResult(
    context,
    imageFields(image),
    () =>
      `${id} is ${condition}${regions.length > 0 ? ` in ${regions.join(', ')}` : ''}${status === '' ? '' : `  ${status}`}\n`,
  );
  return exitCodes.done;
}
