import { getText, presignGet, putObject } from '../../aws/storage/objects';
import { SpawnError } from '../../core/errors';
import { copyFilesScript, type FileCopy } from '../../core/instance/scripts';
import type { PlannedFile } from '../../core/recipe/copied-files';

/**
 * Writes the script that copies the files of a list, which is an object in the bucket, to an object that expires within
 * a day. Its addresses are valid for some seconds. Returns the key. Throws NoRecipe when the list is gone.
 */
export async function putCopyScript(listKey: string, key: string, seconds: number): Promise<string> {
  const text = await getText(listKey);
  if (text === undefined)
    throw new SpawnError(
      'NoRecipe',
      `the list of files ${listKey} is no longer in the bucket: start the build again.`,
      {
        key: listKey,
      },
    );
  const copies = (JSON.parse(text) as PlannedFile[]).map(async ({ from, ...file }): Promise<FileCopy> => {
    const isElsewhere = 'url' in from;
    return { ...file, url: isElsewhere ? from.url : await presignGet(from.key, seconds), isElsewhere };
  });
  await putObject(key, copyFilesScript(await Promise.all(copies)));
  return key;
}
