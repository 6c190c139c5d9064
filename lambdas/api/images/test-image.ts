import { environment } from '../../../aws/client/environment';
import { describeInstanceTypes } from '../../../aws/instance/types';
import { answerOfRun } from '../../../core/api/shown-run';
import { testImageRequest } from '../../../core/api/contract/requests';
import { operationIdOf } from '../../../core/lib/identifier';
import { checkImage, checkOwnImage } from '../../../core/image/check';
import { checkLaunchType } from '../../../core/image/launch-types';
import { checkFits, smallTypeFor } from '../../../core/instance/type';
import { machineTimeouts, testFacts } from '../../../core/run/machine-inputs';
import { operationLimits } from '../../../core/run/time-limits';
import { fastestRate } from '../../../core/stack/volume-initialization';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { checkAllowedTypes } from '../../../usecases/build/check-plan';
import { storeText } from '../../../usecases/build/store-files';
import { rootDeviceOf } from '../../../usecases/instance/root-device';
import { idPartOf, newRun, startRun } from '../../../usecases/run/start';
import { requireImage } from '../../../usecases/image/find';

/**
 * Starts a test of an image on one fresh instance of each type; on two of each, with and without initialization, to
 * compare them.
 */
export async function testImage(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(testImageRequest, request.body);
  const id = request.path.id ?? '';
  const image = checkImage(await requireImage(id, body.region), id, 'test');
  const { deployment, settings } = environment();
  checkOwnImage(image, deployment);
  const types = [...new Set(body.instance_types ?? [smallTypeFor(image)])];
  checkAllowedTypes(types, settings.allowed_instance_types);
  for (const type of await describeInstanceTypes(image.region, types)) {
    checkFits(image, type);
    checkLaunchType(image, type);
  }
  const rate = body.volume_initialization_rate ?? (body.compare_initialization ? fastestRate : undefined);
  const rootDevice = await rootDeviceOf(image.ami_id, image.region, undefined, rate);
  const filled =
    rate !== undefined && rootDevice !== undefined ? [{ initialization: { rate, root_device: rootDevice } }] : [];
  const ways = body.compare_initialization || filled.length === 0 ? [{}, ...filled] : filled;
  const operation = operationIdOf(idPartOf(request));
  const key = await storeText(body.script);
  const seconds = body.timeout_seconds ?? 900;
  const run = newRun(request, {
    build_id: operation,
    kind: 'test',
    region: image.region,
    ami_id: image.ami_id,
    image_name: image.name,
    stack: image.stack,
    version: image.version,
    variant: image.variant,
    request: { auto_terminate: body.auto_terminate === true, timeout_seconds: seconds },
  });
  const input = {
    build_id: operation,
    image: { ami_id: image.ami_id, region: image.region },
    tests: types.flatMap((type) => ways.map((way) => testFacts({ key, timeout_seconds: seconds }, type, way))),
    timeouts: machineTimeouts(operationLimits),
    standalone: true,
  };
  return { status: 202, body: answerOfRun(await startRun(run, { input })) };
}
