import { api } from '../../usecases/runtime/http';
import { listOwners, listReferences, listRegistered } from './images/list-references';

/** Serves references to images. They come from services that no other API function calls. */
export const handler = api({ listReferences, listRegistered, listOwners });
