import { connect } from '../../../cli/client/connect';
import type { Api } from '../../../cli/framework/api';
import { Messages } from '../../../cli/framework/messages';
import { processTerminal } from '../../../cli/framework/terminal';
import type { DeploymentAnswer } from '../../../core/api/contract/deployment';
import type { Place } from '../marker';
import type { Caller } from './sdk';

/**
 * Returns the API of a stage: the address that SPAWN_API_URL names, otherwise the one in the parameter of the stage. A
 * local mode that happens to run in the project is not taken for it.
 */
export async function apiOf(caller: Caller, { stage, region }: { stage: string; region: string }): Promise<Api> {
  const url = process.env.SPAWN_API_URL || (await urlOf(caller, stage, region));
  caller.note(new URL(url).hostname);
  const terminal = { ...processTerminal(), err: () => undefined };
  return connect({
    verbose: false,
    messages: new Messages(terminal, { json: false, color: false }),
    host: {
      terminal,
      environment: { ...process.env, SPAWN_API_URL: url, SPAWN_CONTEXT: '', SPORE_REGION: region },
      directory: process.cwd(),
      now: () => new Date(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      every: () => () => undefined,
      onInterrupt: () => () => undefined,
      connect,
      deployment: () => Promise.reject(new Error('not asked here')),
    },
  });
}

async function urlOf(caller: Caller, stage: string, region: string): Promise<string> {
  const { Parameter } = await caller.call('ssm', 'GetParameter', region, { Name: `/spawn/${stage}/api-url` });
  return String(Parameter.Value);
}

/**
 * An API that is looked for at its first request: the stage may not be deployed yet. Whatever the address that led to
 * it, it must say that it is of the expected deployment before it gets a request.
 */
export function lateApi(find: () => Promise<Api>, expected: Place): Api {
  let found: Promise<Api> | undefined;
  let known: Api | undefined;
  const api = async (): Promise<Api> => {
    found ??= find().then((one) => requireDeployment(one, expected));
    try {
      return (known = await found);
    } catch (error) {
      found = undefined;
      throw error;
    }
  };
  return {
    get local() {
      return known?.local ?? false;
    },
    get speed() {
      return known?.speed ?? 1;
    },
    now: () => known?.now() ?? new Date(),
    get: async (path, query) => (await api()).get(path, query),
    post: async (path, body) => (await api()).post(path, body),
    put: async (path, body) => (await api()).put(path, body),
    remove: async (path, query) => (await api()).remove(path, query),
    request: async (request) => (await api()).request(request),
  };
}

const said = ({ stage, region, account }: Place): string => `stage ${stage} in ${region} of account ${account}`;

/** Returns an API that is of the expected deployment. Throws `WrongDeployment` for one of another. */
async function requireDeployment(api: Api, expected: Place): Promise<Api> {
  const { stage, home_region: region, account } = await api.get<DeploymentAnswer>('/v1/deployment');
  if (stage === expected.stage && region === expected.region && account === expected.account) return api;
  throw Object.assign(
    new Error(
      `the API is of ${said({ stage, region, account })}, not of ${said(expected)}: nothing was asked of it. Unset SPAWN_API_URL`,
    ),
    { name: 'WrongDeployment' },
  );
}
