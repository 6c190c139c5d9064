import type { FunctionName } from './functions';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly function: FunctionName;
  readonly group: 'reader' | 'launcher' | 'operator';
}

const read = (path: string): Route => ({ method: 'GET', path, function: 'answer-reads', group: 'reader' });

/** The routes of the HTTP API, each with the function that answers it and the group of people that may call it. */
export const routes: readonly Route[] = [
  ...['builds', 'builds/{id}', 'builds/{id}/log', 'images', 'images/resolve', 'images/{id}', 'images/{id}/snapshots', 'instances', 'operations/{id}', 'openapi.json'].map((path) => read(`/v1/${path}`)),
  { method: 'POST', path: '/v1/builds', function: 'start-runs', group: 'launcher' },
  { method: 'POST', path: '/v1/images', function: 'start-runs', group: 'launcher' },
  { method: 'POST', path: '/v1/images/{id}/tests', function: 'start-runs', group: 'launcher' },
  { method: 'POST', path: '/v1/images/{id}/replicas', function: 'start-runs', group: 'launcher' },
  { method: 'POST', path: '/v1/instances', function: 'launch-instances', group: 'launcher' },
  { method: 'DELETE', path: '/v1/builds/{id}', function: 'apply-changes', group: 'operator' },
  { method: 'DELETE', path: '/v1/instances/{id}', function: 'apply-changes', group: 'operator' },
];
