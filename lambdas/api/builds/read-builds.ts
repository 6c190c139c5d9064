import { findImage, getImage } from '../../../aws/catalog/images';
import { listReplicas } from '../../../aws/catalog/releases';
import { listResources } from '../../../aws/catalog/resources';
import { getRun, listRuns } from '../../../aws/catalog/runs';
import { environment } from '../../../aws/client/environment';
import { describeExecution } from '../../../aws/flow/executions';
import { readLog } from '../../../aws/storage/logs';
import { answerOfRun } from '../../../core/api/contract/answers';
import { listBuildsQuery, logQuery } from '../../../core/api/contract/requests';
import { commandLogIn } from '../../../core/instance/command-log';
import { SpawnError } from '../../../core/errors';
import { endOfExecution, failureOfEnd } from '../../../core/run/end';
import { isRunId } from '../../../core/lib/identifier';
import { failureIn, outcomeOf } from '../../../core/run/outcome';
import type { Run } from '../../../core/model/run';
import { withRunEnded } from '../../../core/run/progress';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

const defaultLimit = 50;

/** The record of a run as the catalog has it. Throws BuildNotFound or OperationNotFound. */
export async function requireRecord(id: string): Promise<Run> {
  const run = isRunId(id) ? await getRun(id) : undefined;
  if (run) return run;
  throw new SpawnError(
    id.startsWith('op-') ? 'OperationNotFound' : 'BuildNotFound',
    `there is no build or operation ${id.slice(0, 80)}; look at spawn builds list`,
    { id },
  );
}

/**
 * The record of a run, its end told as it will be recorded when only its execution is over. Throws BuildNotFound or
 * OperationNotFound.
 */
export async function requireRun(id: string, now: Date): Promise<Run> {
  const run = await requireRecord(id);
  if (run.status !== 'running') return run;
  const end = endOfExecution(run, await describeExecution(run.execution_arn), now);
  // What was never started may still be, until its record says that it will not.
  if (!end || end.status === 'NEVER_STARTED') return run;
  const error = failureOfEnd(run, end);
  const image = run.ami_id === undefined ? undefined : await getImage(run.region, run.ami_id);
  const failed = error ? { ...run, failure: failureIn(run, error) } : run;
  return { ...failed, ...withRunEnded(run, outcomeOf(failed, { error }, image), now) };
}

/** A page of builds, newest first. */
export async function listBuilds({ query }: HttpRequest): Promise<HttpAnswer> {
  const { status, limit = defaultLimit, cursor } = parse(listBuildsQuery, query);
  const page = await listRuns({ kind: 'build', status, limit, cursor });
  return { status: 200, body: { builds: page.runs.map((run) => answerOfRun(run)), cursor: page.cursor } };
}

/** One build with the images that it made. */
export async function showBuild({ path, now }: HttpRequest): Promise<HttpAnswer> {
  const run = await requireRun(path.id ?? '', now);
  const image = run.ami_id === undefined ? undefined : await findImage(run.ami_id);
  return { status: 200, body: answerOfRun(run, { images: image ? [image, ...(await listReplicas(image))] : [] }) };
}

/** One run that is not a build. */
export async function showOperation({ path, now }: HttpRequest): Promise<HttpAnswer> {
  const run = await requireRun(path.id ?? '', now);
  return { status: 200, body: answerOfRun(run) };
}

/**
 * The lines that the scripts of a run have printed since the cursor, in whatever region they run; `done` once nothing
 * more will come.
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
  // The agent uploads what has been printed since its last upload, so one event holds many lines.
  const lines = page.lines.flatMap(({ time, stream, text }) =>
    text.split('\n').map((line) => ({
      time,
      stage: names.get(stream.split('/')[0] ?? ''),
      stream: stream.split('/').at(-1),
      text: line,
    })),
  );
  return { status: 200, body: { lines, cursor: page.cursor, done: run.status !== 'running' && lines.length === 0 } };
}
