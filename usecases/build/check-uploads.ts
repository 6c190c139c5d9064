import { environment } from '../../aws/client/environment';
import { objectExists } from '../../aws/storage/objects';
import { SpawnError } from '../../core/errors';
import { locationOf, uploadPrefix } from '../../core/recipe/copied-files';
import type { Recipe } from '../../core/recipe/schema';

/**
 * Checks the objects of S3 that a recipe copies. Throws InvalidRecipe for one of another bucket or prefix, which the
 * functions may not read, and for one that does not exist.
 */
export async function checkUploads({ files }: Recipe): Promise<void> {
  const { bucket } = environment();
  for (const [entry, { source }] of files.entries()) {
    const location = locationOf(source);
    if (location === undefined || !('bucket' in location)) continue;
    const where = `s3://${bucket}/${uploadPrefix}`;
    const refuse = (message: string): SpawnError => new SpawnError('InvalidRecipe', message, { file: source, entry });
    if (location.bucket !== bucket || !location.key.startsWith(uploadPrefix))
      throw refuse(
        `files names '${source}', which this deployment does not read: copy the object to ${where}, or name an address with https://.`,
      );
    if (!(await objectExists(location.key)))
      throw refuse(`files names '${source}', which does not exist: upload it with aws s3 cp FILE ${source}.`);
  }
}
