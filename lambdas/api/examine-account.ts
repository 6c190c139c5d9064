import { examineAccount } from './account/examine';
import { api } from '../../usecases/runtime/http';

/** Serves the check whether the account lets the deployment work. */
export const handler = api({ examineAccount });
