import { api } from '../../usecases/runtime/http';
import { listReferences, listRegistered } from './images/list-references';

/** What uses an image: questions to services that nothing else of the API asks. */
export const handler = api({ listReferences, listRegistered });
