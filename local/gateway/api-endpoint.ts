import type { Lambda } from '../services/lambda/service';
import type { WireRequest, WireResponse } from '../kernel/types';
import type { LocalWorld } from '../services/world';
import type { Caller, HttpApi } from './route';
import { answerApi } from './http-api';
import { respond } from './protocol';
import { uuid } from '../kernel/random';

/**
 * Answers requests of the HTTP APIs of the templates by their functions: `API-ID.localhost` names one, any other host
 * means the first.
 */
export function apiEndpoint(
  world: LocalWorld,
  lambda: Lambda,
  apis: ReadonlyMap<string, HttpApi>,
): (request: WireRequest, caller: Caller | undefined) => Promise<WireResponse> {
  async function invoke(functionArn: string, event: object, sourceArn: string, timeoutMs: number): Promise<unknown> {
    lambda.admit(functionArn, 'apigateway.amazonaws.com', sourceArn);
    const work = lambda.invoke(functionArn, event);
    // A function that ends sooner by its own limit needs no second timer.
    if ((lambda.find(functionArn)?.timeoutSeconds ?? 0) * 1000 <= timeoutMs) return work;
    return new Promise((resolve, reject) => {
      const timer = world.clock.after(timeoutMs, () =>
        reject(Object.assign(new Error('The integration timed out.'), { name: 'IntegrationTimeout' })),
      );
      work.then(resolve, reject).finally(() => timer.cancel());
    });
  }
  return async (request, caller) => {
    const api = apis.get(new URL(request.url).hostname.split('.')[0]!) ?? [...apis.values()][0];
    if (!api) return respond(404, 'application/json', '{"message":"Not Found"}');
    const parts = {
      accountId: world.accountId,
      region: world.homeRegion,
      now: () => world.clock.now(),
      requestId: () => uuid(world.random),
      authorize: (principal: Caller['principal'], action: string, resource: string) =>
        world.authorize('execute-api', principal, world.homeRegion, action, resource),
      invoke,
    };
    return answerApi(api, parts, request, caller);
  };
}
