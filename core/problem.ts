import { SpawnError, statusOfError } from './errors';

/** Problem details of RFC 9457, with the fixed name of the error and its details beside the standard members. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  name: string;
  [detail: string]: unknown;
}

/**
 * The answer to a request that threw. Errors of ours say what they say; of all others nothing but `InternalError` gets
 * out, since their messages are not written for users.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof SpawnError) {
    const status = statusOfError(error.name);
    return { ...error.details, type: `urn:spawn:error:${error.name}`, title: titleOf(error.name), status, detail: error.message, name: error.name };
  }
  return {
    type: 'urn:spawn:error:InternalError',
    title: 'Internal error',
    status: 500,
    detail: 'something went wrong on our side: try again, and look at the logs of the API functions if it stays.',
    name: 'InternalError',
  };
}

/** `NoImageFits` as words: `No image fits`. */
function titleOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
