import { environment } from '../../../aws/environment';
import { answerOfRun } from '../../../core/api-answers';
import { replicateImageRequest } from '../../../core/api-requests';
import { SpawnError } from '../../../core/errors';
import { newOperationId } from '../../../core/identifier';
import type { Image } from '../../../core/image';
import { checkImage, checkOwnImage } from '../../../core/image-check';
import { machineTimeouts } from '../../../core/pipeline-facts';
import { parse, type HttpAnswer, type HttpRequest } from '../http';
import { checkRegions } from '../plan/check-regions';
import { newRun, startRun } from '../start-run';
import { requireImage } from './find-image';

const day = 86_400;

/** Starts copying an image to the regions that lack it. */
export async function startReplication(image: Image, regions: readonly string[], request: HttpRequest): Promise<HttpAnswer> {
  const id = newOperationId(request.now, Math.random);
  const run = newRun(request, { build_id: id, kind: 'replicate', region: image.region, ami_id: image.ami_id, image_name: image.name, stack: image.stack, version: image.version, variant: image.variant });
  const started = await startRun(run, 'replicate', {
    build_id: id,
    image: { ami_id: image.ami_id, region: image.region },
    regions,
    timeouts: machineTimeouts({ ready_seconds: day, clean_seconds: day, stop_seconds: day, image_seconds: day, copy_seconds: day }),
    standalone: true,
  });
  return { status: 202, body: answerOfRun(started) };
}

/** Copies an image to more regions. Throws WrongState, ImageDeprecated, NotManaged or RegionNotEnabled before anything is copied. */
export async function replicateImage(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(replicateImageRequest, request.body);
  const image = checkImage(await requireImage(request.path.id ?? '', body.region), request.path.id ?? '', 'replicate');
  checkOwnImage(image, environment().deployment);
  const regions = [...new Set(body.regions)].filter((region) => region !== image.region);
  if (regions.length === 0) throw new SpawnError('InvalidRequest', `${image.ami_id} is in ${image.region} already; name another region`, { regions: body.regions });
  await checkRegions([...regions, image.region]);
  return startReplication(image, regions, request);
}
