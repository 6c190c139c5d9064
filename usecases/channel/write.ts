import { explainAwsError } from '../../aws/client/errors';
import { getChannel } from '../../aws/catalog/channels';
import { environment } from '../../aws/client/environment';
import {
  claimParameter,
  createImageParameter,
  deleteImageParameter,
  ownerOfParameter,
  putImageParameter,
  readImageParameter,
} from '../../aws/image/parameters';
import { pause } from '../../aws/client/pause';
import type { Channel } from '../../core/channel/record';
import {
  channelParameter,
  checkParameterOwner,
  parameterValues,
  type ParameterOutcome,
} from '../../core/channel/parameter';
import type { Release } from '../../core/release/group';

// Systems Manager validates an image id after its answer. Waits up to 11 s, within the API's 29 s.
const readBackDelays = [0.5, 1, 2, 3, 4.5];

async function writeRegion(
  region: string,
  name: string,
  wanted: string | undefined,
): Promise<ParameterOutcome | undefined> {
  const was = await readImageParameter(region, name);
  if (was === wanted) return wanted === undefined ? undefined : { region, ami_id: wanted, status: 'current' };
  const { deployment } = environment();
  const owner = was === undefined ? undefined : await ownerOfParameter(region, name);
  if (wanted === undefined) {
    // Without an image of ours in the region, the parameter of another deployment does not matter.
    if (owner !== undefined && owner !== deployment) return undefined;
    await deleteImageParameter(region, name);
    return { region, status: 'removed', was };
  }
  checkParameterOwner(name, region, owner, deployment);
  if (was === undefined) await createImageParameter(region, name, wanted, deployment);
  else {
    if (owner === undefined) await claimParameter(region, name, deployment);
    await putImageParameter(region, name, wanted);
  }
  for (const delay of readBackDelays) {
    await pause(delay);
    if ((await readImageParameter(region, name)) === wanted) return { region, ami_id: wanted, status: 'written', was };
  }
  return {
    region,
    ami_id: wanted,
    status: 'unconfirmed',
    was,
    message: `Systems Manager accepted ${wanted} and does not return it yet; the next nightly run checks it again`,
  };
}

/** Returns the outcome in one region. An error in one region does not stop the others. */
async function tryRegion(
  region: string,
  name: string,
  wanted: string | undefined,
): Promise<ParameterOutcome | undefined> {
  try {
    return await writeRegion(region, name, wanted);
  } catch (error) {
    const { name: code, message } = explainAwsError(error);
    return { region, ami_id: wanted, status: 'failed', message: `${code}: ${message}` };
  }
}

/**
 * Updates the parameter of a channel in every region: writes it and reads it back where the release has an available
 * image, and deletes it elsewhere. Starts again if the channel was moved meanwhile, so that the newest value is written
 * last.
 */
export async function writeChannel(channel: Channel, releases: readonly Release[]): Promise<ParameterOutcome[]> {
  const name = channelParameter(environment().stage, channel);
  const values = parameterValues(releases.find(({ release }) => release === channel.release));
  const regions = new Set([
    ...environment().regions,
    ...releases.flatMap(({ images }) => images.map(({ region }) => region)),
  ]);
  const outcomes = await Promise.all([...regions].map((region) => tryRegion(region, name, values.get(region))));
  const latest = await getChannel(channel);
  if (latest && latest.release !== channel.release) return writeChannel(latest, releases);
  return outcomes.filter((outcome) => outcome !== undefined);
}
