import { startBuild } from './builds/start-build';
import { api } from './http';
import { idempotent } from './idempotent';
import { createImage } from './images/create-image';
import { startNightly } from './nightly/start-nightly';
import { testImage } from './images/test-image';

/** All routes that start something long. */
export const handler = api({
  startBuild: idempotent('startBuild', startBuild),
  createImage: idempotent('createImage', createImage),
  testImage: idempotent('testImage', testImage),
  startNightly: idempotent('startNightly', startNightly),
});
