import { cancelBuild } from './builds/cancel-build';
import { api } from './http';
import { idempotent } from './idempotent';
import { deprecateImage, undeprecateImage } from './images/deprecate-image';
import { tagImage } from './images/tag-image';
import { terminateInstance } from './instances/terminate-instance';

/** The small changes: each is done when it is answered. */
export const handler = api({
  cancelBuild,
  terminateInstance,
  deprecateImage: idempotent('deprecateImage', deprecateImage),
  undeprecateImage,
  tagImage: idempotent('tagImage', tagImage),
});
