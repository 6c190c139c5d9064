import { describeRegions } from '../../aws/client/regions';
import { environment } from '../../aws/client/environment';
import { SpawnError } from '../../core/errors';
import { mostSimilar } from '../../core/lib/did-you-mean';

/**
 * Throws RegionNotEnabled unless every region belongs to the deployment and is enabled in the account. Calls EC2 only
 * if there is a region to check.
 */
export async function checkRegions(regions: readonly string[]): Promise<void> {
  const { regions: ours, homeRegion } = environment();
  const others = regions.filter((region) => region !== homeRegion);
  const foreign = others.find((region) => !ours.includes(region));
  if (foreign) {
    const similar = mostSimilar(foreign, ours);
    throw new SpawnError(
      'RegionNotEnabled',
      `${foreign} is not a region of this deployment (${ours.join(', ')}): ${similar === undefined ? '' : `did you mean ${similar}? Otherwise `}add it to the setting regions and deploy again.`,
      { region: foreign },
    );
  }
  if (others.length === 0) return;
  const known = await describeRegions();
  const off = others.find((region) => !known.some((each) => each.region === region && each.enabled));
  if (off)
    throw new SpawnError(
      'RegionNotEnabled',
      `the region ${off} is not enabled in this account: enable it in the account settings, or leave it out.`,
      { region: off },
    );
}
