import { api } from './http';
import { idempotent } from './idempotent';
import { addReference, removeReference } from './images/register-reference';

/** What people say uses an image. */
export const handler = api({ addReference: idempotent('addReference', addReference), removeReference });
