import { recordImageEvent } from '../../../aws/catalog/image-events';
import { putRegisteredReference, removeRegisteredReference } from '../../../aws/catalog/registered-references';
import { putEvent } from '../../../aws/flow/events';
import { regionQuery } from '../../../core/api/contract/requests';
import { SpawnError } from '../../../core/errors';
import type { Image } from '../../../core/model/image';
import { eventOfPerson } from '../../../core/image/event';
import { addReferenceRequest, isExpired, type RegisteredReference } from '../../../core/reference/registered';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { releaseOf } from '../../../usecases/image/change';
import { requireImage } from '../../../usecases/image/find';

/**
 * Registers a reference from outside AWS on an image and its copies. Replaces a reference with the same name. Refuses
 * an end in the past.
 */
export async function addReference(request: HttpRequest): Promise<HttpAnswer> {
  const { now, caller, path } = request;
  const { region, ...asked } = parse(addReferenceRequest, request.body);
  if (isExpired(asked, now))
    throw new SpawnError('InvalidRequest', `the time ${asked.until} is in the past: give a future time.`, {
      until: asked.until,
    });
  const images = await releaseOf(await requireImage(path.id ?? ''), region);
  const references = images.map((image): RegisteredReference => ({
    ...asked,
    ami_id: image.ami_id,
    region: image.region,
    by: caller,
    created_at: now.toISOString(),
  }));
  for (const reference of references) await putRegisteredReference(reference);
  await tell(request, images, 'referenced', asked.name);
  return { status: 200, body: { changed: true, references } };
}

/**
 * Removes a registered reference from an image and its copies. Throws ReferenceNotFound when none of them has a
 * reference of that name.
 */
export async function removeReference(request: HttpRequest): Promise<HttpAnswer> {
  const { id = '', name = '' } = request.path;
  const { region } = parse(regionQuery, request.query);
  const images = await releaseOf(await requireImage(id), region);
  const removed = await Promise.all(images.map((image) => removeRegisteredReference(image.region, image.ami_id, name)));
  const references = removed.filter((reference) => reference !== undefined);
  if (references.length === 0)
    throw new SpawnError(
      'ReferenceNotFound',
      `${id} has no registered reference '${name.slice(0, 80)}': list them with spawn ami reference list ${id}.`,
      { ami_id: id, name },
    );
  await tell(
    request,
    images.filter((_, index) => removed[index] !== undefined),
    'unreferenced',
    name,
  );
  return { status: 200, body: { changed: true, references } };
}

async function tell(
  { caller, now }: HttpRequest,
  images: readonly Image[],
  action: 'referenced' | 'unreferenced',
  name: string,
): Promise<void> {
  for (const image of images) await recordImageEvent(eventOfPerson(caller, image, action, now, name));
  await putEvent(action === 'referenced' ? 'Image Referenced' : 'Image Unreferenced', {
    name,
    images: images.map(({ ami_id, region }) => ({ ami_id, region })),
  });
}
