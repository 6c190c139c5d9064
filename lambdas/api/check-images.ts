import { api } from '../../usecases/runtime/http';
import { checkHealth } from './images/check-health';

/** Serves the route that checks the health of images, as the nightly run does. */
export const handler = api({ checkHealth });
