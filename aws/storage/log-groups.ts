import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Tags } from '../../core/tags';
import { isAwsError } from '../client/errors';
import { cloudWatchLogs } from '../client/clients';
import { withRetries } from '../client/pause';

// CloudWatch refuses a change of a group while another one is under way, as when several tests begin at once: 7 s
// altogether.
const busyDelays = [1, 2, 4];

/**
 * Makes sure that a log group is there and forgets after so many days. The days are written every time: whoever made
 * the group may have died before that, and the setting may be another one today.
 */
export async function ensureLogGroup(region: string, name: string, retentionDays: number, tags: Tags): Promise<void> {
  const isBusy = (error: unknown): boolean => isAwsError(error, 'OperationAbortedException');
  await withRetries(busyDelays, isBusy, async () => {
    try {
      await cloudWatchLogs(region).send(new CreateLogGroupCommand({ logGroupName: name, tags }));
    } catch (error) {
      if (!isAwsError(error, 'ResourceAlreadyExistsException')) throw error;
    }
    await cloudWatchLogs(region).send(
      new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: retentionDays }),
    );
  });
}
