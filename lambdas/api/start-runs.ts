import { retryBuild } from './builds/retry-build';
import { showPreview, startBuild } from './builds/start-build';
import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { createImage } from './images/create-image';
import { startNightly } from './nightly/start-nightly';
import { testImage } from './images/test-image';
import { startOnce } from '../../usecases/run/start-once';

/** Serves all routes that start long runs. */
export const handler = api({
  startBuild: idempotent('startBuild', startOnce(startBuild)),
  previewBuild: showPreview,
  retryBuild: idempotent('retryBuild', startOnce(retryBuild)),
  createImage: idempotent('createImage', startOnce(createImage)),
  testImage: idempotent('testImage', startOnce(testImage)),
  startNightly: idempotent('startNightly', startNightly),
});
