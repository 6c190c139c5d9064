import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { addReference, removeReference } from './images/register-reference';

/** Serves the references that people register. */
export const handler = api({ addReference: idempotent('addReference', addReference), removeReference });
