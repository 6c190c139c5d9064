import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { addReference, removeReference } from './images/register-reference';

/** What people say uses an image. */
export const handler = api({ addReference: idempotent('addReference', addReference), removeReference });
