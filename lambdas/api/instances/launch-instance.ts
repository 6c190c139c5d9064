import { randomUUID } from 'node:crypto';
import { recordHistory } from '../../../aws/catalog/history';
import { messageOf } from '../../../aws/client/errors';
import { environment } from '../../../aws/client/environment';
import { launchInstanceRequest, type LaunchRequest } from '../../../core/api/contract/requests';
import { launchEvent } from '../../../core/history/launch';
import type { HistoryEvent } from '../../../core/history/record';
import { sha256 } from '../../../core/lib/digest';
import { operationIdOf } from '../../../core/lib/identifier';
import { isLargeArray } from '../../../core/instance/job-array';
import { checkLaunch, launchAsked, type AskedLaunch, type Launched } from '../../../usecases/instance/launch';
import { idPartOf, newRun, startRun } from '../../../usecases/run/start';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { logger } from '../../../usecases/runtime/step';
import { instanceView } from '../../../usecases/instance/view';

/**
 * Launches one instance, or all instances of a job array or none, and returns the chosen image with the reason. A job
 * array that takes longer than a request may is checked here and launched by its own run.
 */
export async function launchInstance(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(launchInstanceRequest, request.body);
  const key = request.idempotencyKey;
  const token = sha256(key === undefined ? randomUUID() : `${request.caller}\n${key}`);
  if (isLargeArray(body)) return launchByRun({ body, token, now: request.now }, request);
  const { launched, ...chosen } = await launchAsked({ body, token, now: request.now });
  const unrecorded = await recordLaunch(token, launchEvent(chosen.image, launched, request.caller, request.now));
  const instances = launched.map((instance) => instanceView(instance, chosen.image));
  const shown = body.count === undefined ? { instance: instances[0] } : { instances };
  const warnings = [...chosen.image.warnings, ...unrecorded];
  return { status: 201, body: { ...shown, ...toldOf({ ...chosen, image: { ...chosen.image, warnings } }) } };
}

/**
 * Adds a launch to the history. Returns a warning when that fails: the instances run, and who asked for them must hear
 * of them.
 */
async function recordLaunch(token: string, event: HistoryEvent): Promise<string[]> {
  try {
    await recordHistory(`launch-${token}`, event);
    return [];
  } catch (error) {
    logger.warn('a launch could not be added to the history', { error_message: messageOf(error) });
    return [`the launch could not be added to the history: ${messageOf(error)}`];
  }
}

async function launchByRun(asked: AskedLaunch, request: HttpRequest): Promise<HttpAnswer> {
  const { body: wanted, token } = asked;
  const chosen = await checkLaunch(asked);
  const id = operationIdOf(idPartOf(request));
  const { homeRegion } = environment();
  const { stack, version } = chosen.image;
  const stored: { body: LaunchRequest; token: string } = { body: wanted, token };
  const run = newRun(request, {
    build_id: id,
    kind: 'launch',
    region: wanted.region ?? homeRegion,
    stack,
    version,
    request: stored,
  });
  const body = { operation_id: id, ...toldOf(chosen) };
  await startRun(run, { input: { build_id: id }, answer: () => body });
  return { status: 202, body };
}

function toldOf({ image, initialization }: Omit<Launched, 'launched'>): Record<string, unknown> {
  const { ami_id, name, stack, version, reason, warnings } = image;
  return { image: { ami_id, name, stack, version }, reason, volume_initialization: initialization, warnings };
}
