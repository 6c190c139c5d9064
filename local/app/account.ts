import { readFileSync } from 'node:fs';
import type { Local } from './simulation';

/** The state of the simulated account before the job starts. */
export interface Account {
  /** Regions that are disabled in the account. */
  disabled_regions: string[];
  /** Names that images of the account already use, in the home region. */
  images: string[];
}

/** Reads the file of `--account`. Throws WrongUsage for an unknown member or a value that is not a list of strings. */
export function readAccount(file: string | undefined): Account {
  const given = file === undefined ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
  for (const [name, value] of Object.entries(given)) {
    const isList = Array.isArray(value) && value.every((entry) => typeof entry === 'string');
    if (!['disabled_regions', 'images'].includes(name) || !isList) {
      throw Object.assign(
        new Error(`${file}: invalid member '${name}'; use disabled_regions or images, each a list of strings`),
        {
          name: 'WrongUsage',
        },
      );
    }
  }
  return { disabled_regions: [], images: [], ...given };
}

/** Copies a public image under each name, so that the names are in use. */
export async function takeImageNames(local: Local, names: readonly string[]): Promise<void> {
  const region = local.world.homeRegion;
  for (const Name of names) {
    const parameter = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    const { Parameter } = await local.call('ssm', 'GetParameter', region, { Name: parameter });
    await local.call('ec2', 'CopyImage', region, { Name, SourceImageId: Parameter.Value, SourceRegion: region });
  }
}
