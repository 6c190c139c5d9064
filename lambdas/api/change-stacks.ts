import { api } from '../../usecases/runtime/http';
import { setStack } from './stacks/set-stack';

/** Changes of what is kept of stacks: the catalog alone changes, nothing in EC2. */
export const handler = api({ setStack });
