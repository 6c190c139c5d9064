import { findImage } from '../../../aws/catalog/images';
import { listReplicas } from '../../../aws/catalog/releases';
import { listResources } from '../../../aws/catalog/resources';
import { listAllRuns, listRunningRuns, listRuns } from '../../../aws/catalog/runs';
import { environment } from '../../../aws/client/environment';
import { readLog } from '../../../aws/storage/logs';
import { isQueued, placesInQueue } from '../../../core/run/queue';
import type { Run } from '../../../core/model/run';
import { listBuildsQuery } from '../../../core/api/contract/run';
import { answerOfRun } from '../../../core/api/shown-run';
import { logQuery } from '../../../core/api/contract/requests';
import { commandLogIn } from '../../../core/instance/command-log';
import { requireRun } from '../../../usecases/run/find';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

const defaultLimit = 50;

/** Returns a page of builds, of operations of one kind, or of all runs, newest first. */
export async function listBuilds({ query }: HttpRequest): Promise<HttpAnswer> {
  const { kind = 'build', status, limit = defaultLimit, cursor } = parse(listBuildsQuery, query);
  const page = await (kind === 'all'
    ? listAllRuns({ status, limit, cursor })
    : listRuns({ kind, status, limit, cursor }));
  const places = await placesOf(page.runs);
  const builds = page.runs.map((run) => answerOfRun(run, { place: places.get(run.build_id) }));
  return { status: 200, body: { builds, cursor: page.cursor } };
}

/** Returns the places of those of the runs that wait for their turn. Reads the running builds only for these. */
async function placesOf(runs: readonly Run[]): Promise<Map<string, number>> {
  if (!runs.some((run) => run.status === 'running' && isQueued(run))) return new Map();
  return placesInQueue(await listRunningRuns(['build']), environment().settings.build_cap);
}

/** Returns one build with its images. */
export async function showBuild({ path, now }: HttpRequest): Promise<HttpAnswer> {
  const run = await requireRun(path.id ?? '', now);
  const image = run.ami_id === undefined ? undefined : await findImage(run.ami_id);
  const images = image ? [image, ...(await listReplicas(image))] : [];
  const place = (await placesOf([run])).get(run.build_id);
  return { status: 200, body: answerOfRun(run, { images, place }) };
}

/** Returns one run that is not a build. */
export async function showOperation({ path, now }: HttpRequest): Promise<HttpAnswer> {
  const run = await requireRun(path.id ?? '', now);
  return { status: 200, body: answerOfRun(run) };
}

/**
 * Returns the lines that the scripts of a run have printed since the cursor, in any region. `done` means that no more
 * lines will come.
 */
export async function readBuildLog({ path, query, now }: HttpRequest): Promise<HttpAnswer> {
  const { cursor } = parse(logQuery, query);
  const run = await requireRun(path.id ?? '', now);
  const commands = (await listResources(run.build_id)).flatMap(({ type, id, region, purpose, created_at }) =>
    type === 'command' && id !== undefined ? { id, region, purpose, created_at } : [],
  );
  commands.sort((a, b) => a.created_at.localeCompare(b.created_at));
  const { logGroup, homeRegion } = environment();
  const names = new Map(commands.map(({ id, purpose }) => [id, purpose]));
  const sources = commands.map(({ id, region }) => ({
    region,
    group: commandLogIn(region, logGroup, homeRegion),
    prefix: id,
  }));
  const page = await readLog({ sources, cursor });
  // The agent uploads everything printed since its last upload, so one event holds many lines.
  const lines = page.lines.flatMap(({ time, stream, text }) =>
    text.split('\n').map((line) => ({
      time,
      stage: names.get(stream.split('/')[0] ?? ''),
      stream: stream.split('/').at(-1),
      text: line,
    })),
  );
  const unread = [...new Map(page.unread.map((source) => [source.region, source])).values()];
  return {
    status: 200,
    body: {
      lines,
      cursor: page.cursor,
      ...(unread.length > 0 && { unread }),
      done: run.status !== 'running' && lines.length === 0,
    },
  };
}
