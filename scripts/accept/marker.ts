import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Names one deployment: a stage of a home region in an account. */
export interface Place {
  stage: string;
  region: string;
  account: string;
}

/**
 * A file that says that a run of this machine has deployed a stage to an account. Only such a stage may be removed
 * later, so that neither a mistyped name nor other credentials ever remove another one. Its name has the account, so
 * that a run in one account leaves the marker of another as it is.
 */
export function markerOf(project: string, { stage, region, account }: Place) {
  const file = join(project, '.spawn', 'accept', `${stage}@${region}@${account}.json`);
  return {
    write: (began: Date): void => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify({ stage, region, account, began: began.toISOString() })}\n`);
    },
    remove: (): void => rmSync(file, { force: true }),
    /** Throws WrongUsage when no run of this machine has deployed the stage to the account. */
    require: (): void => {
      if (existsSync(file)) return;
      throw Object.assign(
        new Error(`no run of this project has deployed ${stage} to ${region} in account ${account}: it is not removed`),
        { name: 'WrongUsage' },
      );
    },
  };
}
