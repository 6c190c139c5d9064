import { historyOfDay } from '../../aws/catalog/history';
import { environment } from '../../aws/client/environment';
import { objectExists, putObject } from '../../aws/storage/objects';
import { completeDays } from '../../core/history/period';
import { nightInput } from '../../core/run/step-inputs';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { step } from '../../usecases/runtime/step';

// Nights that did not run are made up for.
const days = 7;

/**
 * Writes the history of each complete day of the last week that is not in the bucket yet, as JSON lines, if the setting
 * `export_history` is on. A day without events has no object.
 */
export const handler = step(nightInput, async (_input, now) => {
  if (!environment().settings.export_history) return {};
  let exported = 0;
  for (const day of completeDays(now, days)) {
    if (await objectExists(objectKeys.history(day))) continue;
    const events = await historyOfDay(day);
    if (events.length === 0) continue;
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    await putObject(objectKeys.history(day), text, 'application/x-ndjson');
    exported += events.length;
  }
  return { exported };
});
