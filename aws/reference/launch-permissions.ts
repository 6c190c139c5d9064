import { confirmImageGone, deniesImage } from '../client/gone';
import { launchPermissions } from '../image/shares';

/**
 * Whether anybody else may launch an image of this account: an account, an organization, everybody. Of one that is
 * gone, nobody.
 */
export async function isLaunchableByOthers(region: string, amiId: string): Promise<boolean> {
  try {
    return (await launchPermissions(region, amiId)).length > 0;
  } catch (error) {
    if (!deniesImage(error)) throw error;
    await confirmImageGone(region, amiId, error);
    return false;
  }
}
