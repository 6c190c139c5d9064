import { resumeRun } from './start';
import type { RouteHandler } from '../runtime/http';

/** Wraps a handler that starts a run: a retry of a request starts and returns the run that an earlier try recorded. */
export function startOnce(handler: RouteHandler): RouteHandler {
  return async (request) => {
    const answer = await resumeRun(request.idPart);
    return answer === undefined ? handler(request) : { status: 202, body: answer };
  };
}
