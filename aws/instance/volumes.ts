import { DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import type { Ec2Volume } from '../../core/model/ec2';
import { ec2 } from '../client/clients';
import { exactly } from '../client/ec2-filters';
import { everyPage } from '../client/pages';

/** Returns the EBS volumes that are attached to an instance. */
export async function volumesOfInstance(region: string, instanceId: string): Promise<Ec2Volume[]> {
  const found = await everyPage('DescribeVolumes', async (token) => {
    const answer = await ec2(region).send(
      new DescribeVolumesCommand({
        Filters: [exactly('attachment.instance-id', [instanceId])],
        MaxResults: 500,
        ...(token && { NextToken: token }),
      }),
    );
    return { items: answer.Volumes, next: answer.NextToken };
  });
  return found.map(({ Attachments = [], Encrypted, KmsKeyId }) => ({
    device: Attachments.find(({ InstanceId }) => InstanceId === instanceId)?.Device ?? '',
    encrypted: Encrypted ?? false,
    ...(KmsKeyId && { kms_key_id: KmsKeyId }),
  }));
}
