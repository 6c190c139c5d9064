import { getNight, listNights as listPage } from '../../../aws/catalog/nights';
import { describeExecution } from '../../../aws/flow/executions';
import { SpawnError } from '../../../core/errors';
import type { Night } from '../../../core/night/record';
import { listNightsQuery } from '../../../core/api/contract/night';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

const defaultLimit = 20;

/** Returns a page of nightly runs, newest first. */
export async function listNights({ query }: HttpRequest): Promise<HttpAnswer> {
  const { limit = defaultLimit, cursor } = parse(listNightsQuery, query);
  const page = await listPage({ limit, cursor });
  return { status: 200, body: { nights: await Promise.all(page.items.map(asItStands)), cursor: page.cursor } };
}

/** Returns one nightly run by its id, the last one of a day, or the last of all (`latest`). Throws NightNotFound. */
export async function showNight({ path }: HttpRequest): Promise<HttpAnswer> {
  const asked = path.night ?? 'latest';
  const night = await find(asked);
  if (!night)
    throw new SpawnError(
      'NightNotFound',
      `there is no nightly run ${asked.slice(0, 80)}: list them with spawn nightly list.`,
      {
        night: asked,
      },
    );
  return { status: 200, body: await asItStands(night) };
}

async function find(asked: string): Promise<Night | undefined> {
  const date = /^\d{4}-\d\d-\d\d$/.test(asked) ? asked : undefined;
  if (date === undefined && asked !== 'latest') return getNight(asked);
  return (await listPage({ limit: 1, date })).items[0];
}

/** Returns a nightly run with the status of its execution: a stopped execution did not update the record. */
async function asItStands(night: Night): Promise<Night> {
  if (night.status !== 'running') return night;
  const execution = await describeExecution(night.execution_arn);
  if (!execution || execution.status === 'RUNNING' || execution.status === 'PENDING_REDRIVE') return night;
  return { ...night, status: 'failed', ended_at: execution.ended_at };
}
