import { api } from '../../usecases/runtime/http';
import { listOwners, listReferences, listRegistered } from './images/list-references';
import { previewPolicy } from './stacks/preview-policy';

/** Serves what depends on references to images. They come from services that no other API function calls. */
export const handler = api({ listReferences, listRegistered, listOwners, previewPolicy });
