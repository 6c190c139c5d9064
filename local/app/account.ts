import { readFileSync } from 'node:fs';
import type { Local } from './local';

/** What the simulated account is like before the job. */
export interface Account {
  /** Regions that the account has switched off. */
  disabled_regions: string[];
  /** Names of images that the account has already, in the home region. */
  images: string[];
}

/** Reads `--account FILE`. Error `WrongUsage` names a member that does not exist. */
export function readAccount(file: string | undefined): Account {
  const given = file === undefined ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
  for (const [name, value] of Object.entries(given)) {
    const isList = Array.isArray(value) && value.every((entry) => typeof entry === 'string');
    if (!['disabled_regions', 'images'].includes(name) || !isList) {
      throw Object.assign(new Error(`${file}: '${name}' must be disabled_regions or images, a list of texts`), {
        name: 'WrongUsage',
      });
    }
  }
  return { disabled_regions: [], images: [], ...given };
}

/** Copies a public image under each name, so that the names are taken. */
export async function takeImageNames(local: Local, names: readonly string[]): Promise<void> {
  const region = local.world.homeRegion;
  for (const Name of names) {
    const parameter = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    const { Parameter } = await local.call('ssm', 'GetParameter', region, { Name: parameter });
    await local.call('ec2', 'CopyImage', region, { Name, SourceImageId: Parameter.Value, SourceRegion: region });
  }
}
