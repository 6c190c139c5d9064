import {
  CreateImageUsageReportCommand,
  DescribeImageUsageReportEntriesCommand,
  DescribeImageUsageReportsCommand,
} from '@aws-sdk/client-ec2';
import type { AccountUsage } from '../../core/reference/account-usage';
import { unexpectedAnswer } from '../client/errors';
import { ec2 } from '../client/clients';
import { everyPage, piecesOf } from '../client/pages';

/**
 * Requests a report of the accounts that use an image, by instances and launch templates, and returns its id. EC2
 * creates the report later.
 */
export async function requestUsageReport(region: string, amiId: string, clientToken: string): Promise<string> {
  const ResourceTypes = [{ ResourceType: 'ec2:Instance' }, { ResourceType: 'ec2:LaunchTemplate' }];
  const { ReportId } = await ec2(region).send(
    new CreateImageUsageReportCommand({ ImageId: amiId, ResourceTypes, ClientToken: clientToken }),
  );
  if (!ReportId) throw unexpectedAnswer('CreateImageUsageReport', 'a report id');
  return ReportId;
}

/** Returns the creation times of completed reports by id, without those in progress or failed. */
export async function readyReports(region: string, reportIds: readonly string[]): Promise<Map<string, string>> {
  const ready = new Map<string, string>();
  for (const ids of piecesOf(reportIds, 100)) {
    const reports = await everyPage('DescribeImageUsageReports', async (token) => {
      const answer = await ec2(region).send(
        new DescribeImageUsageReportsCommand({ ReportIds: ids, ...(token && { NextToken: token }) }),
      );
      return { items: answer.ImageUsageReports, next: answer.NextToken };
    });
    for (const { ReportId, State, CreationTime } of reports)
      if (ReportId && State === 'available' && CreationTime) ready.set(ReportId, CreationTime.toISOString());
  }
  return ready;
}

/** Returns the accounts that use the image according to a completed report, with the kind and number of uses. */
export async function reportEntries(region: string, reportId: string): Promise<AccountUsage['accounts']> {
  const entries = await everyPage('DescribeImageUsageReportEntries', async (token) => {
    const answer = await ec2(region).send(
      new DescribeImageUsageReportEntriesCommand({ ReportIds: [reportId], ...(token && { NextToken: token }) }),
    );
    return { items: answer.ImageUsageReportEntries, next: answer.NextToken };
  });
  return entries.map(({ AccountId = '', ResourceType = '', UsageCount = 0 }) => ({
    account_id: AccountId,
    resource_type: ResourceType,
    count: UsageCount,
  }));
}
