import type { Local } from '../../../local/app/simulation';
import type { Cancellation } from './case';
import type { Log } from './log';
import type { World } from './world';

/** Counts the states that executions enter, and cancels runs there as a case says. */
export class Cancellations {
  on = true;
  struck = 0;
  readonly counts: Record<string, number> = {};

  constructor(
    private readonly local: Local,
    cancellations: readonly Cancellation[],
    request: World['request'],
    prefix: string,
    log: Log,
  ) {
    local.states.onTransition(({ machine, executionArn, input, state }) => {
      log.write(local.clock.now(), 'state', executionArn, state);
      if (!this.on) return;
      const name = machine.replace(prefix, '');
      const nth = (this.counts[name] = (this.counts[name] ?? 0) + 1);
      const found = cancellations.find((one) => one.machine === name && one.nth === nth);
      if (!found) return;
      this.struck += 1;
      const { build_id, operation_id } = JSON.parse(input) as Record<string, string>;
      const id = build_id ?? operation_id;
      if (found.by === 'request' && id !== undefined) void request('DELETE', `/v1/builds/${id}`);
      else void this.stop(executionArn);
    });
  }

  private async stop(executionArn: string): Promise<void> {
    await this.local.call('states', 'StopExecution', this.local.world.homeRegion, { executionArn });
  }
}
