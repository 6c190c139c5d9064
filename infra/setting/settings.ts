import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as z from 'zod';
import { wrongNotification } from './notifications';
import { notJson, problemsOf } from './problem';
import { schema } from './schema';

/** The settings of one stage, with defaults and without comments. */
export type Settings = Omit<z.infer<typeof schema>, 'comments'>;

/**
 * The error of an unknown setting or a wrong value: `InvalidSetting`. The message names the setting and the allowed
 * values.
 */
export class InvalidSetting extends Error {
  override readonly name = 'InvalidSetting';
}

/**
 * Returns checked settings that were read from `source`. Throws InvalidSetting with one line for each wrong setting.
 */
export function parseSettings(values: Record<string, unknown>, source: string): Settings {
  const result = schema.safeParse(values, { reportInput: true });
  if (!result.success) throw new InvalidSetting(problemsOf(result.error, schema, source));
  const { comments, ...settings } = result.data;
  checkComments(comments, source);
  checkMembers(settings, source);
  checkNotifications(settings, source);
  return {
    ...settings,
    member_accounts: [...new Set(settings.member_accounts)],
    regions: [...new Set(settings.regions)].filter((name) => name !== settings.home_region),
  };
}

function checkComments(comments: Record<string, string>, source: string): void {
  const unknown = Object.keys(comments).find((key) => key === 'comments' || !Object.hasOwn(schema.shape, key));
  if (unknown === undefined) return;
  throw new InvalidSetting(
    `${source}: setting \`comments.${unknown}\` explains a setting that does not exist: use the name of a setting; these are ${Object.keys(schema.shape).join(', ')}`,
  );
}

function checkNotifications({ notifications, home_region }: Settings, source: string): void {
  const wrong = wrongNotification(notifications, home_region);
  if (wrong !== undefined) throw new InvalidSetting(`${source}: setting \`notifications\`, ${wrong}`);
}

function checkMembers({ home_account, member_accounts }: Settings, source: string): void {
  if (member_accounts.length > 0 && home_account === undefined) {
    throw new InvalidSetting(
      `${source}: setting \`home_account\` must be the account that the deployment is in, since the roles in member_accounts trust it`,
    );
  }
  if (home_account !== undefined && member_accounts.includes(home_account)) {
    throw new InvalidSetting(
      `${source}: setting \`member_accounts\` has ${home_account}, which is home_account itself`,
    );
  }
}

/**
 * Returns the settings of a stage from `settings/<stage>.json` in `folder`. The stage is SPAWN_STAGE, by default `dev`.
 * Throws InvalidSetting.
 */
export function readSettings(folder: string, environment: Record<string, string | undefined>): Settings {
  const stage = environment.SPAWN_STAGE || 'dev';
  const source = path.join('settings', `${stage}.json`);
  const file = path.join(folder, source);
  if (!fs.existsSync(file))
    throw new InvalidSetting(
      `${source}: there is no such file; write it with home_region at least, or choose another stage with SPAWN_STAGE`,
    );
  const values = readJson(fs.readFileSync(file, 'utf8'), source);
  // A list or a text has no stage.
  const isObject = typeof values === 'object' && values !== null && !Array.isArray(values);
  return parseSettings((isObject ? { ...values, stage } : values) as Record<string, unknown>, source);
}

function readJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidSetting(notJson(error as Error, text, source));
  }
}

/** Returns all regions of the deployment, the home region first. */
export function regionsOf(settings: Settings): string[] {
  return [settings.home_region, ...settings.regions];
}
