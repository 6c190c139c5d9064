import type { CleanupAnswer } from '../../../cli/client/answers';
import type { NightAnswer } from '../../../core/api/contract/night';
import type { RunAnswer } from '../../../core/api/contract/run';
import type { DoctorAnswer } from '../../../core/doctor/contract';
import { buildAll, ended, recipeOf, stackOf, widthOf, type Wanted } from './builds';
import type { Built, Evidence } from './evidence';
import { poll, type Session } from './session';

/** What a step knows, and what it may use. */
export interface Course {
  session: Session;
  evidence: Evidence;
  /** Builds of Ubuntu, and as many of Amazon Linux. */
  builds: number;
  /** Nothing is begun after it. */
  deadline: Date;
  tell(line: string): void;
}

/** One step. Returns what it has seen, without anything of the account; throws when it failed. */
export interface Step {
  name: string;
  run(course: Course): Promise<string>;
}

const failure = (message: string): Error => Object.assign(new Error(message), { name: 'StepFailed' });
const minutesLeft = ({ session, deadline }: Course): number =>
  Math.max(1, (deadline.getTime() - session.now().getTime()) / 60_000);

async function doctor({ session: { api } }: Course): Promise<string> {
  const findings: DoctorAnswer['findings'] = [];
  let cursor: string | undefined;
  do {
    const page: DoctorAnswer = await api.get('/v1/doctor', { cursor });
    findings.push(...page.findings);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const bad = findings.filter(({ result }) => result === 'failed');
  if (bad.length > 0) throw failure(bad.map(({ check, seen }) => `${check}: ${seen}`).join('; '));
  const like = (result: string): number => findings.filter((each) => each.result === result).length;
  return `${findings.length} findings: ${like('ok')} ok, ${like('warning')} warnings, ${like('unknown')} unknown`;
}

const outcomeOf = ({ kind, run }: Built): string =>
  `${kind} ${run.version ?? ''}: ${run.status}${run.failure ? ` as ${run.failure.name}` : ''}`;

async function build(course: Course, wanted: readonly Wanted[], width: number): Promise<string> {
  const { session, evidence, deadline, tell } = course;
  const before = evidence.builds.length;
  await buildAll(session, wanted, {
    width,
    deadline,
    onBuilt: (built) => {
      evidence.builds.push(built);
      tell(`  ${outcomeOf(built)}`);
    },
  });
  const own = evidence.builds.slice(before);
  const well = own.filter(({ run }) => run.status === 'succeeded').length;
  if (own.length > 0 && well === 0) throw failure(own.map(outcomeOf).join('; '));
  return `${well} of ${wanted.length} ended well, ${width} at a time`;
}

const smoke = (course: Course): Promise<string> =>
  build(course, [{ kind: 'smoke', recipe: recipeOf('smoke', '1.0.0') }], 1);

/**
 * Two builds of Ubuntu are published: the older image is copied, disabled and cleaned up, which needs a newer one of its
 * stack.
 */
async function bases(course: Course): Promise<string> {
  const list = (kind: 'ubuntu' | 'al2023'): Wanted[] =>
    Array.from({ length: course.builds }, (_unused, index) => ({
      kind,
      recipe: recipeOf(kind, `1.0.${index}`),
      published: kind === 'ubuntu' && index < 2,
    }));
  const gpu: Wanted[] = course.session.against() === 'AWS' ? [{ kind: 'gpu', recipe: recipeOf('gpu', '1.0.0') }] : [];
  return build(course, [...list('ubuntu'), ...gpu, ...list('al2023')], await widthOf(course.session));
}

/** Returns the image of the oldest version that was published. */
function publishedBy({ builds }: Evidence): string | undefined {
  const published = builds.filter(({ run }) => run.status === 'succeeded' && !run.discard).map(({ run }) => run);
  return published.sort((a, b) => (a.version! < b.version! ? -1 : 1))[0]?.ami_id;
}

async function copy(course: Course): Promise<string> {
  const { session, evidence } = course;
  const image = publishedBy(evidence);
  if (image === undefined) throw failure('no build has published an image');
  const { body } = await session.api.post<RunAnswer>(`/v1/images/${image}/replicas`, { regions: [session.copyRegion] });
  evidence.copy = await ended(session, body.operation_id ?? body.build_id, minutesLeft(course));
  if (evidence.copy.status !== 'succeeded')
    throw failure(`the copy ended as ${evidence.copy.failure?.name ?? 'failed'}`);
  return `one copy in ${session.copyRegion}`;
}

async function night(course: Course): Promise<string> {
  const { session } = course;
  const { body } = await session.api.post<NightAnswer>('/v1/nightly', {});
  const read = (): Promise<NightAnswer> => session.api.get<NightAnswer>(`/v1/nightly/${body.night}`);
  const over = await poll(session, read, ({ status }) => status !== 'running', {
    what: 'the nightly run',
    minutes: minutesLeft(course),
  });
  const failed = (over.failed ?? []).map(({ step, error }) => `${step}: ${error}`);
  if (over.status !== 'complete') throw failure(`${over.status}: ${failed.join('; ')}`);
  return `${Object.keys(over.steps ?? {}).length} steps`;
}

async function cleanup(course: Course): Promise<string> {
  const { session, evidence } = course;
  const image = publishedBy(evidence);
  if (image === undefined) throw failure('no image is there to clean up');
  await session.api.put(`/v1/stacks/${stackOf('ubuntu')}`, { cleanup: { grace_minutes: 1 } });
  const { body } = await session.api.post<CleanupAnswer>('/v1/cleanups', { ami_ids: [image], dry_run: false });
  const read = (): Promise<CleanupAnswer> => session.api.get<CleanupAnswer>(`/v1/cleanups/${body.cleanup_id}`);
  const running = ['planning', 'waiting', 'removing'];
  const over = await poll(session, read, ({ status }) => !running.includes(status), {
    what: 'the cleanup',
    minutes: minutesLeft(course),
  });
  const { removed, keep } = over.counts;
  const reasons = [...new Set(over.regions.flatMap(({ kept_because: kept }) => Object.keys(kept)))].join(', ');
  if (over.status !== 'done' || removed === 0)
    throw failure(`${over.status}: ${removed} removed, ${keep} kept because of ${reasons || 'nothing'}`);
  return `${removed} removed`;
}

/** The steps between deployment and removal, in order. The questions are asked after `stepsBefore`. */
export const stepsBefore: readonly Step[] = [
  { name: 'doctor', run: doctor },
  { name: 'smoke build', run: smoke },
  { name: 'builds of the bases', run: bases },
  { name: 'copy', run: copy },
];
export const stepsAfter: readonly Step[] = [
  { name: 'nightly run', run: night },
  { name: 'cleanup', run: cleanup },
];
