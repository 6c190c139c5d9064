import { api } from '../../usecases/runtime/http';
import { checkHealth } from './images/check-health';

/** The route that looks at images now, as the night does. */
export const handler = api({ checkHealth });
