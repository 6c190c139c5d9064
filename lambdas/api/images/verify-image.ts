import { describeImage } from '../../../aws/image/describe';
import { getText } from '../../../aws/storage/objects';
import { isSignedByUs } from '../../../aws/key/signatures';
import { regionQuery } from '../../../core/api/contract/requests';
import { catalogRecord } from '../../../core/catalog/record';
import { signedBytes } from '../../../core/provenance/statement';
import { judgeProvenance, notesOn, openEnvelope } from '../../../core/provenance/check';
import { objectKeys } from '../../../usecases/runtime/object-keys';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { requireImage } from '../../../usecases/image/find';

/** Compares an image in EC2 with the statement that was signed when it was published. */
export async function verifyImage({ path, query, now }: HttpRequest): Promise<HttpAnswer> {
  const { region } = parse(regionQuery, query);
  const record = await requireImage(path.id ?? '', region);
  const notes = notesOn(record, now);
  if (!record.provenance) return { status: 200, body: { ...judgeProvenance({ record, signature: false }), notes } };
  const [ec2, stored, packages] = await Promise.all([
    describeImage(record.region, record.ami_id),
    getText(record.provenance.key),
    record.build_id === undefined ? undefined : getText(objectKeys.packages(record.build_id)),
  ]);
  const opened = stored === undefined ? undefined : openEnvelope(stored);
  const signature = opened !== undefined && (await isSignedByUs(signedBytes(opened.payload), opened.signature));
  const found = ec2 && ec2.state !== 'deregistered' ? catalogRecord({ ...ec2, ami_id: record.ami_id, now }) : undefined;
  return { status: 200, body: { ...judgeProvenance({ record, now: found, stored, signature, packages }), notes } };
}
