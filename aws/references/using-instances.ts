import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { ImageReference } from '../../core/references';
import { ec2 } from '../clients';
import { exactly } from '../ec2-filters';
import { everyPage, piecesOf } from '../pages';

// EC2 takes 200 values in a filter.
const filterValues = 200;
// A stopped instance needs its image too: whoever replaces it launches the same.
const states = ['pending', 'running', 'shutting-down', 'stopping', 'stopped'];

/** The instances of a region that were launched from images, in any state but terminated. */
export async function usingInstances(region: string, amiIds: readonly string[]): Promise<ImageReference[]> {
  const found: ImageReference[] = [];
  for (const ids of piecesOf([...new Set(amiIds)], filterValues)) {
    const instances = await everyPage('DescribeInstances', async (token) => {
      const answer = await ec2(region).send(
        new DescribeInstancesCommand({ MaxResults: 1000, Filters: [exactly('image-id', ids), exactly('instance-state-name', states)], ...(token && { NextToken: token }) }),
      );
      return { items: answer.Reservations?.flatMap(({ Instances }) => Instances ?? []), next: answer.NextToken };
    });
    for (const { InstanceId = '', ImageId = '', State, Tags } of instances) {
      const name = Tags?.find(({ Key }) => Key === 'Name')?.Value;
      found.push({ ami_id: ImageId, region, kind: 'instance', name: InstanceId, detail: [State?.Name, name].filter(Boolean).join(', ') });
    }
  }
  return found;
}
