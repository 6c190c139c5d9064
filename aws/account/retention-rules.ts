import type { ListSchedulesCommandOutput, SchedulerClientResolvedConfig } from '@aws-sdk/client-scheduler';
import { makeBuilder, type Client } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { RetentionFacts } from '../../core/doctor/recycle-bin';
import { recycleBin } from '../client/clients';
import { everyPage } from '../client/pages';

type Metadata = Pick<ListSchedulesCommandOutput, '$metadata'>;
type Operation = Parameters<ReturnType<typeof makeBuilder>>[3];
type ResourceType = 'EC2_IMAGE' | 'EBS_SNAPSHOT';
interface Rules {
  Rules?: { RetentionPeriod?: { RetentionPeriodValue?: number } }[];
  NextToken?: string;
}

// The operation in the format of the SDK's generator: 9 is an operation, 3 a structure, 15 a JSON document, 1 a number,
// 0 text.
const namespace = 'com.amazonaws.rbin';
const operation: Operation = [
  9,
  namespace,
  'ListRules',
  { http: ['POST', '/list-rules', 200] },
  () => [3, namespace, 'ListRulesRequest', 0, ['ResourceType', 'MaxResults', 'NextToken'], [0, 1, 0]],
  () => [3, namespace, 'ListRulesResponse', 0, ['Rules', 'NextToken'], [15, 0]],
];
const parameters = {
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
} as const;
const command = makeBuilder<SchedulerClientResolvedConfig, object, Metadata>(
  parameters,
  'RecycleBin',
  'RbinClient',
  getEndpointPlugin,
);

class ListRulesCommand extends command<
  { ResourceType: ResourceType; MaxResults: number; NextToken?: string },
  Metadata & Rules
>({}, () => [], 'ListRules', operation) {}

/**
 * Returns the longest retention periods of the Recycle Bin's rules in a region. A rule may hold for some tags only,
 * which ListRules does not say (API reference, ListRules).
 */
export async function retentionFacts(region: string): Promise<RetentionFacts> {
  const [image_days, snapshot_days] = await Promise.all([
    longest(region, 'EC2_IMAGE'),
    longest(region, 'EBS_SNAPSHOT'),
  ]);
  return { region, image_days, snapshot_days };
}

async function longest(region: string, type: ResourceType): Promise<number | undefined> {
  const client: Client<object, object, Metadata, SchedulerClientResolvedConfig> = recycleBin(region);
  const rules = await everyPage('ListRules', async (token) => {
    const answer = await client.send(
      new ListRulesCommand({ ResourceType: type, MaxResults: 100, ...(token && { NextToken: token }) }),
    );
    return { items: answer.Rules, next: answer.NextToken };
  });
  const days = rules.map(({ RetentionPeriod }) => RetentionPeriod?.RetentionPeriodValue ?? 0);
  return days.length > 0 ? Math.max(...days) : undefined;
}
