import { allowedImagesSetting, launchedImages } from '../../aws/account/allowed-images';
import { environment } from '../../aws/client/environment';
import { judgeAllowedImages } from '../../core/allowed/setting';
import type { Finding } from '../../core/doctor/finding';
import { findVendorBases } from './find-bases';

/** Checks what Allowed AMIs of the account refuses of what this deployment and the account use in a region. */
export async function checkAllowedImages(region: string): Promise<Finding> {
  const setting = await allowedImagesSetting(region);
  const isOn = setting.state !== 'disabled';
  const [bases, launched] = await Promise.all([
    isOn && region === environment().homeRegion ? findVendorBases() : [],
    isOn ? launchedImages(region) : [],
  ]);
  return judgeAllowedImages({ region, setting, bases, launched });
}
