import { api } from '../../usecases/runtime/http';
import { setAllowedImages } from './allowed/set-criteria';
import { showAllowedImages } from './allowed/show-criteria';

/** Serves the routes of Allowed AMIs. */
export const handler = api({ showAllowedImages, setAllowedImages });
