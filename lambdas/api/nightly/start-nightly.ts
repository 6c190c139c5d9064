import { getNight, releaseNightLock } from '../../../aws/catalog/nights';
import { environment } from '../../../aws/client/environment';
import { executionArn, startExecution } from '../../../aws/flow/executions';
import { SpawnError } from '../../../core/errors';
import { newNightId } from '../../../core/lib/identifier';
import { startNightlyRequest } from '../../../core/api/contract/night';
import { claimNight } from '../../../usecases/night/claim';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/** Starts a nightly run. If one is running, returns that one and starts nothing. */
export async function startNightly(request: HttpRequest): Promise<HttpAnswer> {
  parse(startNightlyRequest, request.body ?? {});
  const night = newNightId(request.now, Math.random);
  try {
    const record = await claimNight(
      {
        night,
        started_at: request.now.toISOString(),
        execution_arn: executionArn('nightly', night),
        requested_by: request.caller,
      },
      request.now,
    );
    await start(night);
    return { status: 202, body: record };
  } catch (error) {
    const other =
      error instanceof SpawnError && error.name === 'NightRunning'
        ? await getNight(String(error.details.night))
        : undefined;
    if (other) return { status: 200, body: { ...other, reused: true } };
    throw error;
  }
}

async function start(night: string): Promise<void> {
  try {
    await startExecution({ machine: 'nightly', name: night, input: { regions: environment().regions } });
  } catch (error) {
    await releaseNightLock(night);
    throw error;
  }
}
