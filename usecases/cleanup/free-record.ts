import { messageOf } from '../../aws/client/errors';
import { deleteRecord, imagesOfRecord } from '../../aws/image/builder-records';
import { describeImage } from '../../aws/image/describe';
import type { ImageBuilderRecord } from '../../core/model/image-builder';

/**
 * Deletes the record that Image Builder keeps of a removed image, once none of the record's images is left. Gives a
 * sentence when it stays, and why; a record that is of other images is not touched, whatever the tag of the image said.
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
    if (others.length === images.length) return stays(`it is not of ${removed.ami_id}`);
    for (const { region, ami_id } of others) {
      const other = await describeImage(region, ami_id);
      if (other && other.state !== 'deregistered') return stays(`it is of ${ami_id} in ${region} too`);
    }
    await deleteRecord(record);
    return undefined;
  } catch (error) {
    return stays(messageOf(error));
  }
}
