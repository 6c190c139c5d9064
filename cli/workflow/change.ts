import { nameOfLocation } from '../../core/model/location';
import type { ImageChange } from '../client/answers';
import type { Context } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';
import { changeFields, renderChange } from '../render/image-change';
import { writeResult } from '../render/layout/output';

/**
 * Writes a change of an image and its copies with its warnings, and returns the exit code: 1 if a copy in a member
 * account could not be changed. `more` has additional members for JSON and YAML.
 */
export async function writeChange(
  context: Context,
  change: ImageChange,
  words: { changed: string; same: string },
  more: Record<string, unknown> = {},
): Promise<number> {
  for (const warning of change.warnings ?? []) context.messages.warn(warning);
  await writeResult(context, { ...changeFields(change), ...more }, () => renderChange(change, words));
  const failed = change.failed ?? [];
  for (const { ami_id, error, message, ...location } of failed)
    context.messages.error(
      new CommandFailure(
        `${ami_id} in ${nameOfLocation(location)} was not changed: ${error}: ${message}`,
        exitCodes.failed,
        undefined,
        { name: error, details: { ami_id, ...location } },
      ),
    );
  return failed.length > 0 ? exitCodes.failed : exitCodes.done;
}
