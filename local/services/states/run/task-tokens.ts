import { hex } from '../../../kernel/random';
import { has } from '../../../kernel/facts';
import type { World } from '../../../kernel/types';
import { AwsError } from '../../../kernel/types';
import { StatesError } from '../value/errors';
import type { Json } from '../value/json';

interface Waiting {
  succeed(output: Json): void;
  fail(error: StatesError): void;
  beat(): void;
}

/** A task that waits for somebody to send its token back. */
export interface IssuedToken {
  readonly token: string;
  readonly answer: Promise<Json>;
  /** What a heartbeat does. */
  onHeartbeat(run: () => void): void;
  /** The task no longer waits: later answers get TaskTimedOut. */
  close(): void;
}

const FORM = /^AQC[0-9a-f]{125}$/;

/** All task tokens of a simulation: those that are waited for, and those that were. */
export class TaskTokens {
  private readonly waiting = new Map<string, Waiting>();
  private readonly closed = new Set<string>();

  constructor(private readonly world: Pick<World, 'random' | 'without'>) {}

  issue(): IssuedToken {
    const token = `AQC${hex(this.world.random, 125)}`;
    let beat = () => {};
    const answer = new Promise<Json>((resolve, reject) => {
      this.waiting.set(token, { succeed: resolve, fail: reject, beat: () => beat() });
    });
    // The task may end before anybody listens, and nobody has to hear of it then.
    answer.catch(() => undefined);
    return { token, answer, onHeartbeat: (run) => (beat = run), close: () => this.close(token) };
  }

  succeed(token: string, output: Json): void {
    this.find(token).succeed(output);
    this.close(token);
  }

  fail(token: string, error: string | undefined, cause: string | undefined): void {
    this.find(token).fail(new StatesError(error, cause));
    this.close(token);
  }

  beat(token: string): void {
    this.find(token).beat();
  }

  private close(token: string): void {
    if (!has(this.world, 'task-token-works-once')) return;
    this.waiting.delete(token);
    this.closed.add(token);
  }

  private find(token: string): Waiting {
    const waiting = this.waiting.get(token);
    if (waiting) return waiting;
    if (this.closed.has(token))
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    if (!FORM.test(token)) throw new AwsError('InvalidToken', `Invalid Token: 'Invalid token'`);
    throw new AwsError('TaskDoesNotExist', `Task does not exist: 'Provided task does not exist'`);
  }
}
