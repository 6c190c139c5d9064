import { getImage } from '../../aws/catalog/images';
import { listResources } from '../../aws/catalog/resources';
import { environment } from '../../aws/client/environment';
import { getText, putObject } from '../../aws/storage/objects';
import { signBytes } from '../../aws/key/signatures';
import { catalogRecord } from '../../core/catalog/record';
import { sha256 } from '../../core/lib/digest';
import { SpawnError } from '../../core/errors';
import type { Image, Provenance } from '../../core/model/image';
import { provenanceStatement, sealed, signedBytes, statementText } from '../../core/provenance/statement';
import { judgeResidue } from '../../core/residue/report';
import type { Run } from '../../core/model/run';
import { signProvenanceInput } from '../../core/run/step-inputs';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/** Returns the digests of what the builder of a build reported; nothing for a prepared instance or a copy. */
async function reportsOf(run: Run): Promise<{ packages?: string; residue?: { digest: string; waived: string[] } }> {
  if (run.kind !== 'build') return {};
  const [packages, residue] = await Promise.all([
    getText(objectKeys.packages(run.build_id)),
    getText(objectKeys.residue(run.build_id)),
  ]);
  return {
    ...(packages !== undefined && { packages: sha256(packages) }),
    ...(residue !== undefined && {
      residue: { digest: sha256(residue), waived: judgeResidue(residue, run.plan?.waivers ?? []).waived },
    }),
  };
}

/** Signs the provenance of an image before it is published, and stores it. Publication adds it to the image. */
export const handler = step(
  signProvenanceInput,
  async ({ build_id, image, source, available }, now): Promise<Provenance> => {
    const run = await openRun(build_id);
    const made = (await listResources(build_id)).find((resource) => resource.id === image.ami_id);
    const record: Image | undefined =
      (await getImage(image.region, image.ami_id)) ??
      (available && catalogRecord({ ...image, ...available, state: 'available', tags: made?.tags ?? {}, now }));
    if (!record)
      throw new SpawnError(
        'ImageNotFound',
        `${image.ami_id} is not in the catalog, and only recorded images are signed: start the build again.`,
      );
    const original = source && (await getImage(source.region, source.ami_id));
    const statement = provenanceStatement({
      image: record,
      run,
      deployment: environment().deployment,
      now,
      original,
      ...(source ? {} : await reportsOf(run)),
    });
    const payload = statementText(statement);
    const { text, digest } = sealed(payload, await signBytes(signedBytes(payload)));
    const key = objectKeys.provenance(image.region, image.ami_id);
    await putObject(key, text, 'application/json');
    return { key, digest, signed_at: now.toISOString() };
  },
);
