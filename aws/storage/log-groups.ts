import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Tags } from '../../core/tags';
import { isAwsError } from '../client/errors';
import { cloudWatchLogs } from '../client/clients';
import { withRetries } from '../client/pause';

// CloudWatch refuses concurrent changes of a group, for example when several tests start at once. Waits 7 s in total.
const busyDelays = [1, 2, 4];

/**
 * Creates a log group if it is missing and sets its retention in days. The retention is set every time: the function
 * that created the group may have stopped before it did, and the setting may have changed.
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
