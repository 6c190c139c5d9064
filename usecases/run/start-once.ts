import { resumeRun } from './start';
import type { RouteHandler } from '../runtime/http';

/**
 * Before a handler that starts a run: the run that an earlier try of the request has recorded is started and answered.
 */
export function startOnce(handler: RouteHandler): RouteHandler {
  return async (request) => {
    const answer = await resumeRun(request.idPart);
    return answer === undefined ? handler(request) : { status: 202, body: answer };
  };
}
