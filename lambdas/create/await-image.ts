import { awaitImageInput } from '../../core/run/step-inputs';
import { step } from '../../usecases/runtime/step';
import { waitFor } from '../../usecases/wait/store';

/** Waits until an image is available, in any region. */
export const handler = step(awaitImageInput, async (event, now) => {
  const { build_id, image, timeout_seconds } = event.input;
  await waitFor(
    event,
    {
      condition: 'image-available',
      resource: `image:${image.region}:${image.ami_id}`,
      build_id,
      region: image.region,
      account: image.account,
      ami_id: image.ami_id,
    },
    { now, timeoutSeconds: timeout_seconds, look: false },
  );
});
