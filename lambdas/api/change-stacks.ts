import { api } from '../../usecases/runtime/http';
import { setStack } from './stacks/set-stack';

/** Serves the routes that change the settings of stacks. They change only the catalog, nothing in EC2. */
export const handler = api({ setStack });
