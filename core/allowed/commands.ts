import { shellQuote } from '../lib/shell-quote';
import type { ImageCriterion } from './criteria';

/** Returns the `aws` commands with which the administrator of an account accepts only these images, for each region. */
export function commandsOf(criteria: readonly ImageCriterion[], regions: readonly string[]): string[] {
  const json = shellQuote(JSON.stringify(criteria));
  return regions.flatMap((region) => [
    `aws ec2 replace-image-criteria-in-allowed-images-settings --region ${region} --image-criteria ${json}`,
    `aws ec2 enable-allowed-images-settings --region ${region} --allowed-images-settings-state audit-mode`,
  ]);
}
