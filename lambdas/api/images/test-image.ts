import { environment } from '../../../aws/environment';
import { describeInstanceTypes } from '../../../aws/instance-types';
import { answerOfRun } from '../../../core/api-answers';
import { testImageRequest } from '../../../core/api-requests';
import { newOperationId } from '../../../core/identifier';
import { checkImage, checkOwnImage } from '../../../core/image-check';
import { checkFits, smallTypeFor } from '../../../core/instance-type';
import { machineTimeouts, operationLimits, testFacts } from '../../../core/pipeline-facts';
import { parse, type HttpAnswer, type HttpRequest } from '../http';
import { checkAllowedTypes } from '../../plan/check-plan';
import { storeText } from '../../plan/store-files';
import { newRun, startRun } from '../../start-run';
import { requireImage } from './find-image';

/** Starts a test of an image on fresh instances, one for each type. */
export async function testImage(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(testImageRequest, request.body);
  const id = request.path.id ?? '';
  const image = checkImage(await requireImage(id, body.region), id, 'test');
  const { deployment, settings } = environment();
  checkOwnImage(image, deployment);
  const types = [...new Set(body.instance_types ?? [smallTypeFor(image)])];
  checkAllowedTypes(types, settings.allowed_instance_types);
  for (const type of await describeInstanceTypes(image.region, types)) checkFits(image, type);
  const operation = newOperationId(request.now, Math.random);
  const key = await storeText(body.script);
  const run = newRun(request, {
    build_id: operation,
    kind: 'test',
    region: image.region,
    ami_id: image.ami_id,
    image_name: image.name,
    stack: image.stack,
    version: image.version,
    variant: image.variant,
    request: { auto_terminate: body.auto_terminate === true },
  });
  const started = await startRun(run, 'test', {
    build_id: operation,
    image: { ami_id: image.ami_id, region: image.region },
    tests: types.map((type) => testFacts({ key, timeout_seconds: body.timeout_seconds ?? 900 }, type)),
    timeouts: machineTimeouts(operationLimits),
    standalone: true,
  });
  return { status: 202, body: answerOfRun(started) };
}
