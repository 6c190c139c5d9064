import { putObject } from '../../aws/storage/objects';
import { sha256 } from '../../core/lib/digest';
import { objectKeys } from '../runtime/object-keys';

/** Stores a text in the bucket under its digest and returns its key. The same text is the same object. */
export async function storeText(text: string | Uint8Array): Promise<string> {
  const key = objectKeys.file(sha256(text));
  await putObject(key, text);
  return key;
}
