import { dirname, join } from 'node:path';
import type { FunctionDefinition, Runner } from '../services/lambda/definition';
import { environmentOf } from '../services/lambda/environment';
import { InProcessRunner } from '../services/lambda/in-process';
import { WorkerRunner } from '../services/lambda/workers';
import type { AccessKeys } from '../services/iam/access-keys';
import type { Roles } from '../services/iam/roles';
import type { WallClock } from '../kernel/clock';
import type { LocalWorld } from '../services/world';
import type { LocalOptions } from './options';

interface RunnerParts {
  world: LocalWorld;
  roles: Roles;
  keys: AccessKeys;
  url: string;
  /** The clock, unless it is a virtual one. */
  wall?: WallClock;
}

/** Creates the runner of the functions: inside this process or in worker threads, as the options say. */
export function createRunner(options: LocalOptions, { world, roles, keys, url, wall }: RunnerParts): Runner {
  const { clock, homeRegion } = world;
  const environment = (definition: FunctionDefinition): Record<string, string> =>
    environmentOf(
      definition,
      homeRegion,
      url,
      keys.issue(roles.session(definition.roleName, definition.name), definition.name, true),
    );
  if (options.tier === 'in-process') {
    return new InProcessRunner({
      clock,
      environment,
      fresh: options.freshFunctions ?? false,
      apart: options.betweenFunctions !== undefined,
      answer: (request, caller) =>
        options.betweenFunctions
          ? options.betweenFunctions(request, caller, () => world.request(request))
          : world.request(request),
    });
  }
  if (!wall) throw new Error('Worker threads do not follow a virtual clock: leave `clock` out, or run in process.');
  return new WorkerRunner({
    clock: wall,
    environment,
    workerFile: options.workerFile ?? join(dirname(options.assembly), 'dist', 'local', 'function-worker.js'),
  });
}
