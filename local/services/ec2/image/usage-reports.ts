import { AwsError } from '../../../kernel/types';
import { arnOf, authorizeAll, ownedContext } from '../state/authorize';
import { requireOwnImage } from '../state/own-image';
import { missingParameter } from '../state/faults';
import type { UsageReport } from '../state/model';
import { has } from '../../../kernel/facts';
import { pageOf } from '../state/pages';
import { newId, type Handler, type Request } from '../state/simulation';

const minute = 60_000;
// How long EC2 takes is not said anywhere; long enough that nobody waits for it.
const making = 10 * minute;

/** Starts a report of which accounts use an image; it says what is so when it is ready, ten minutes later. */
export const createImageUsageReport: Handler = (request) => {
  const { call, input, region, simulation } = request;
  const image = requireOwnImage(request);
  call.authorize('ec2:CreateImageUsageReport', arnOf(request, 'image', image.id), ownedContext(request, image));
  call.authorize('ec2:CreateImageUsageReport', arnOf(request, 'image-usage-report'), { 'ec2:Region': region.name });
  const types: string[] = (input.ResourceTypes ?? []).map(({ ResourceType }: { ResourceType: string }) => ResourceType);
  if (types.length === 0) throw missingParameter('ResourceTypes');
  const token: string | undefined = input.ClientToken;
  return () => {
    const known = token && region.usageTokens.get(token);
    if (known) return { ReportId: known };
    const report: UsageReport = {
      id: newId(simulation, 'report-'),
      imageId: image.id,
      types,
      createdAt: simulation.world.clock.now(),
    };
    region.usageReports.set(report.id, report);
    if (token) region.usageTokens.set(token, report.id);
    return { ReportId: report.id };
  };
};

/** Reports by id or image, or all: `pending`, then `available`. */
export const describeImageUsageReports: Handler = (request) => {
  authorizeAll(request);
  const { items, NextToken } = pageOf(chosen(request), request.input, { least: 1 });
  return () => ({
    ImageUsageReports: items.map((report) => ({
      ImageId: report.imageId,
      ReportId: report.id,
      State: isReady(request, report) ? 'available' : 'pending',
      CreationTime: new Date(report.createdAt),
    })),
    NextToken,
  });
};

/** What reports that are ready say. */
export const describeImageUsageReportEntries: Handler = (request) => {
  authorizeAll(request);
  const { simulation, region } = request;
  const rows = chosen(request)
    .filter((report) => isReady(request, report))
    .flatMap((report) =>
      simulation.foreignUses
        .filter(
          (use) =>
            use.region === region.name && use.imageId === report.imageId && report.types.includes(use.resourceType),
        )
        .map((use) => ({
          ReportId: report.id,
          ImageId: use.imageId,
          AccountId: use.accountId,
          ResourceType: use.resourceType,
          UsageCount: use.count,
          ReportCreationTime: new Date(report.createdAt),
        })),
    );
  const { items, NextToken } = pageOf(rows, request.input, { least: 1 });
  return () => ({ ImageUsageReportEntries: items, NextToken });
};

function chosen({ region, input }: Request): UsageReport[] {
  const { ReportIds: ids, ImageIds: images } = input as { ReportIds?: string[]; ImageIds?: string[] };
  const missing = ids?.find((id) => !region.usageReports.has(id));
  if (missing !== undefined)
    throw new AwsError('InvalidImageUsageReportId.NotFound', `The image usage report '${missing}' does not exist.`);
  return [...region.usageReports.values()].filter(
    (report) => (!ids?.length || ids.includes(report.id)) && (!images?.length || images.includes(report.imageId)),
  );
}

function isReady({ simulation }: Request, { createdAt }: UsageReport): boolean {
  return simulation.world.clock.now() >= createdAt + (has(simulation.world, 'usage-report-comes-later') ? making : 0);
}
