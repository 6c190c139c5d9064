import { confirmImageGone, deniesImage } from '../client/gone';
import { launchPermissions } from '../image/shares';

/**
 * Returns whether others may launch an image of this account: an account, an organization or everybody. False for an
 * image that is gone.
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
