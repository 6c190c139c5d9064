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

// Systems Manager validates an image id after it has answered: up to 11 s are waited for, within the API's 29.
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
    // Where we have no image, another deployment's parameter is no concern of ours.
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
    message: `Systems Manager took ${wanted} and does not show it yet; the night looks again`,
  };
}

/** One region's outcome; what cannot be done there does not stop the others. */
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
 * Makes the parameter of a channel say in every region what the channel points to there: written and read back where
 * its release has an available image, deleted where it has none. When the channel was moved meanwhile it is done again,
 * so that the last word is the newest.
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
