import { examineAccount } from './account/examine';
import { api } from '../../usecases/runtime/http';

/** Whether the account lets the deployment do its work. */
export const handler = api({ examineAccount });
