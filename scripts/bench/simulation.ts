import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { virtualClock, type VirtualClock } from '../../local/kernel/clock';
import type { Local } from '../../local/app/simulation';
import type { LocalOptions } from '../../local/app/options';
import { startLocal } from '../../local/app/start';
import type { BusEvent } from '../../local/kernel/types';

/** An event of AWS at the simulated time at which it was sent, arrived or not. */
export interface SentEvent {
  time: number;
  event: BusEvent;
}

/** A deployment on a virtual clock, with what happened in it. */
export interface Simulation {
  local: Local;
  clock: VirtualClock;
  events: SentEvent[];
}

/** What a build was asked with and how it ended. */
export interface Built {
  /** Milliseconds on the simulated clock. */
  asked: number;
  id: string;
  executionArn: string;
}

export interface BuildRequest {
  recipe: string;
  files: Record<string, string>;
}

/** Starts a synthesized app inside this process. With `dropEvents`, no event of AWS arrives anywhere. */
export async function simulation(
  assembly: string,
  seed: number,
  options: Partial<LocalOptions> & { dropEvents?: boolean } = {},
): Promise<Simulation> {
  const { dropEvents = false, ...others } = options;
  const clock = virtualClock(Date.parse('2026-01-14T10:00:00Z'), { manual: true });
  const events: SentEvent[] = [];
  const note = (event: BusEvent): boolean => {
    events.push({ time: clock.now(), event });
    return dropEvents;
  };
  const local = await startLocal({
    assembly,
    clock,
    seed,
    tier: 'in-process',
    events: { dropEvents: note },
    ...others,
  });
  return { local, clock, events };
}

/** The request of examples/pytorch-cpu, for these regions beside the home region. */
export function exampleRequest(project: string, regions: readonly string[]): BuildRequest {
  const read = (name: string): string => readFileSync(join(project, 'examples', 'pytorch-cpu', name), 'utf8');
  const encoded = (name: string): string => Buffer.from(read(name)).toString('base64');
  const recipe = read('recipe.yaml').replace(
    /^regions:.*\n/m,
    regions.length === 0 ? '' : `regions: [${regions.join(', ')}]\n`,
  );
  return { recipe, files: { 'install.sh': encoded('install.sh'), 'validate.sh': encoded('validate.sh') } };
}

/** A recipe with one script and, unless it is left out, one test. */
export function smallRequest(script: string, { tested = true } = {}): BuildRequest {
  const recipe = [
    'stack: bench',
    'version: 1.0.0',
    'base: al2023',
    'instance_types: [m7i.large]',
    'provision:',
    '  - script: install.sh',
  ];
  const test = tested ? ['test:', '  script: validate.sh'] : [];
  const encoded = (text: string): string => Buffer.from(`#!/bin/bash\nset -euo pipefail\n${text}\n`).toString('base64');
  return {
    recipe: `${[...recipe, ...test].join('\n')}\n`,
    files: { 'install.sh': encoded(script), ...(tested && { 'validate.sh': encoded('test -d /opt') }) },
  };
}

/** Runs a build to its end. Error `BenchFailed` when it was refused or did not succeed. */
export async function build({ local, clock }: Simulation, request: BuildRequest): Promise<Built> {
  const asked = clock.now();
  const answer = await clock.until(local.invokeRoute('POST', '/v1/builds', { ...request, force: true }));
  if (answer.status !== 202) throw failed(`the build was answered with ${answer.status}`, answer.body);
  const id = answer.body.build_id as string;
  const read = async (): Promise<Record<string, unknown>> =>
    (await clock.until(local.invokeRoute('GET', `/v1/operations/${id}`))).body;
  const executionArn = (await read()).execution_arn as string;
  await clock.until(local.states.ended(executionArn));
  const run = await read();
  if (run.status !== 'succeeded') throw failed(`build ${id} is ${String(run.status)}`, run.failure);
  return { asked, id, executionArn };
}

function failed(what: string, why: unknown): Error {
  return Object.assign(new Error(`${what}: ${JSON.stringify(why)}`), { name: 'BenchFailed' });
}
