import { messageOf } from '../../aws/client/errors';
import { deleteRecord, imagesOfRecord } from '../../aws/image/builder-records';
import { describeImage } from '../../aws/image/describe';
import type { ImageBuilderRecord } from '../../core/model/image-builder';

/**
 * Deletes the Image Builder record of a removed image once none of the record's images is left. Returns a sentence if
 * the record stays. Does not touch a record of other images, whatever the tag of the image says.
 */
export async function freeRecord(
  record: ImageBuilderRecord,
  removed: { region: string; ami_id: string },
): Promise<string | undefined> {
  const stays = (why: string): string => `the Image Builder record ${record.arn} stays: ${why}`;
  try {
    const images = await imagesOfRecord(record);
    if (images === undefined) return undefined;
    const others = images.filter(({ ami_id, region }) => ami_id !== removed.ami_id || region !== removed.region);
    if (others.length === images.length) return stays(`it does not belong to ${removed.ami_id}`);
    for (const { region, ami_id } of others) {
      const other = await describeImage(region, ami_id);
      if (other && other.state !== 'deregistered') return stays(`it also belongs to ${ami_id} in ${region}`);
    }
    await deleteRecord(record);
    return undefined;
  } catch (error) {
    return stays(messageOf(error));
  }
}
