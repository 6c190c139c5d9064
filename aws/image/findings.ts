import { BatchGetAccountStatusCommand, ListFindingAggregationsCommand } from '@aws-sdk/client-inspector2';
import { addCounts } from '../../core/model/findings';
import type { FindingCounts } from '../../core/model/vulnerability';
import { inspector } from '../client/clients';
import { everyPage } from '../client/pages';

/**
 * Returns whether Amazon Inspector scans the account's instances in a region. If not, an empty list of findings means
 * nothing.
 */
export async function scansInstances(region: string): Promise<boolean> {
  const { accounts } = await inspector(region).send(new BatchGetAccountStatusCommand({}));
  return accounts?.[0]?.resourceState?.ec2?.status === 'ENABLED';
}

/** Returns Inspector's counts on the instances of a region by their image. Images without findings are missing. */
export async function findingsByImage(region: string): Promise<Map<string, FindingCounts>> {
  const responses = await everyPage('ListFindingAggregations', async (token) => {
    const answer = await inspector(region).send(
      new ListFindingAggregationsCommand({
        aggregationType: 'AMI',
        maxResults: 100,
        ...(token && { nextToken: token }),
      }),
    );
    return { items: answer.responses, next: answer.nextToken };
  });
  const counts = new Map<string, FindingCounts>();
  for (const { amiAggregation } of responses) {
    if (!amiAggregation?.ami) continue;
    const {
      ami,
      severityCounts: { all = 0, critical = 0, high = 0, medium = 0 } = {},
      affectedInstances = 0,
    } = amiAggregation;
    // An administrator of several accounts gets an image once for each account.
    counts.set(
      ami,
      addCounts(counts.get(ami), {
        critical,
        high,
        medium,
        low: Math.max(0, all - critical - high - medium),
        instances: affectedInstances,
      }),
    );
  }
  return counts;
}
