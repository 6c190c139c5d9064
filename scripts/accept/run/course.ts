import { questions } from '../question/all';
import { notAsked, type Answer, type Question } from '../question/form';
import type { Report, ReportedFact, ReportedStep } from '../report/form';
import { scrubbed } from '../report/scrub';
import { search, type Left } from '../stage/left';
import { removeAll, type Deployer } from '../stage/remove';
import type { Evidence } from './evidence';
import { estimate, most, spent } from './limits';
import { codeOf, type Session } from './session';
import { stepsAfter, stepsBefore, type Course, type Step } from './steps';

export interface Plan {
  /** The way to the stage; its waits end when `signal` is aborted. */
  session: Session;
  /** The same without the signal: the removal goes on. */
  calm: Session;
  signal: AbortSignal;
  /** Absent where a deployment is used that was there before. */
  deployer?: Deployer;
  builds: number;
  project: string;
  tell(line: string): void;
}

/** A report is read by people. */
const mostText = 600;

/** What a run has come to: the report, and what could not be removed, with its ids, for who ran it. */
export interface Outcome {
  report: Report;
  left: Left[];
  interrupted: boolean;
}

/**
 * Deploys a stage, asks everything, and removes the stage again, whatever happens between: a step that fails, or an
 * interrupt, leaves out what follows. Throws only when there is something of the stage before the first step.
 */
export async function runCourse(plan: Plan): Promise<Outcome> {
  const { session, calm, deployer, tell, signal } = plan;
  const began = session.now();
  const before = [
    ...(await search(calm, { deployed: deployer !== undefined })),
    ...(deployer ? await deployer.stacks() : []),
  ];
  if (deployer && before.length > 0)
    throw Object.assign(
      new Error(`stage ${session.stage} has ${before.length} things in this account: choose a name that is not in use`),
      { name: 'StageExists' },
    );
  const evidence: Evidence = { builds: [] };
  const deadline = new Date(began.getTime() + (most.minutes - most.removalMinutes) * 60_000);
  const course: Course = { session, evidence, builds: plan.builds, deadline, tell };
  const book = new Book(session, signal, tell);
  let facts: ReportedFact[] = questions.map(({ id }) => ({ id, ...notAsked('the run ended before') }));
  let left: Left[];
  try {
    if (deployer) await book.step({ name: 'deployment', run: () => deployed(deployer, signal) }, course);
    for (const step of stepsBefore) await book.step(step, course);
    facts = [];
    for (const question of questions) facts.push(await book.ask(question, course));
    for (const step of stepsAfter) await book.step(step, course);
  } finally {
    tell('Removing everything. Ctrl-C does not stop that.');
    const start = calm.now();
    left = await removeAll(calm, { deployer, before, tell });
    book.add(
      'removal',
      left.length === 0 ? 'done' : 'failed',
      start,
      left.length === 0 ? 'nothing is left' : `${left.length} things are left`,
    );
  }
  const now = calm.now();
  const report: Report = {
    version: 1,
    at: began.toISOString(),
    against: session.against(),
    project: plan.project,
    region: session.region,
    copy_region: session.copyRegion,
    facts,
    steps: book.steps,
    seconds: secondsBetween(began, now),
    dollars: { estimated: estimate(plan.builds), builds: spent(evidence.builds) },
    left: left.map(({ kind, region }) => ({ kind, region })),
  };
  return { report: scrubbed(report), left, interrupted: signal.aborted };
}

async function deployed(deployer: Deployer, signal: AbortSignal): Promise<string> {
  await deployer.deploy(signal);
  return 'all stacks';
}

const secondsBetween = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / 1000);

/** Keeps what each step came to. After a failure or an interrupt nothing more is run. */
class Book {
  readonly steps: ReportedStep[] = [];
  private stopped: string | undefined;

  constructor(
    private readonly session: Session,
    private readonly signal: AbortSignal,
    private readonly tell: (line: string) => void,
  ) {}

  async step({ name, run }: Step, course: Course): Promise<void> {
    const start = this.session.now();
    if (this.late(course)) this.stopped ??= 'the time was over';
    if (this.stopped !== undefined) return this.add(name, 'not run', start, this.stopped);
    this.tell(`${name} …`);
    try {
      this.add(name, 'done', start, await run(course));
    } catch (error) {
      this.stopped = this.signal.aborted ? 'the run was interrupted' : `${name} failed`;
      const detail = `${codeOf(error)}: ${(error as Error).message}`.slice(0, mostText);
      if (this.signal.aborted) this.add(name, 'interrupted', start, this.stopped);
      else this.add(name, 'failed', start, detail);
    }
  }

  /** Asks a question. On anything but AWS the answer is a rehearsal. */
  async ask(question: Question, course: Course): Promise<ReportedFact> {
    const answer = await this.answer(question, course);
    const against = this.session.against();
    this.tell(`  ${question.id}: ${answer.verdict}`);
    if (against === 'AWS') return { id: question.id, ...answer };
    return {
      id: question.id,
      verdict: 'not asked',
      evidence: question.notLocally
        ? `not asked of ${against}: ${answer.evidence}`
        : `${against} answered: ${answer.evidence}`,
      rehearsal: answer.verdict,
    };
  }

  private async answer(question: Question, course: Course): Promise<Answer> {
    if (question.notLocally !== undefined && this.session.against() !== 'AWS') return notAsked(question.notLocally);
    if (question.judge) return question.judge(course.evidence);
    if (this.late(course)) return notAsked('the time was over');
    if (this.stopped !== undefined) return notAsked(this.stopped);
    try {
      return await question.act!(this.session, course.evidence);
    } catch (error) {
      if (this.signal.aborted) this.stopped = 'the run was interrupted';
      return notAsked(this.stopped ?? `the question failed as ${codeOf(error)}: ${(error as Error).message}`);
    }
  }

  private late({ deadline }: Course): boolean {
    return this.session.now() >= deadline;
  }

  add(name: string, outcome: ReportedStep['outcome'], start: Date, detail: string): void {
    this.steps.push({ name, outcome, seconds: secondsBetween(start, this.session.now()), detail });
    this.tell(`${name}: ${outcome}${detail === '' ? '' : ` (${detail})`}`);
  }
}
