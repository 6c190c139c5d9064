import type { OperationService } from '../../kernel/service';
import { createService, page } from '../../kernel/service';
import type { Call, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';

/** Findings of one image's instances by severity. */
export interface ImageFindings {
  critical?: number;
  high?: number;
  medium?: number;
  low?: number;
  instances: number;
}

export interface Inspector extends OperationService {
  /** Stands for a scan: what the instances of an image have in a region; undefined when they have nothing any more. */
  found(region: string, imageId: string, findings: ImageFindings | undefined): void;
}

const usual = 25;
const most = 100;
const TYPES = ['EC2'];

/**
 * Creates Amazon Inspector, with the findings on the instances of each image. It is disabled in every region, and scans
 * nothing.
 */
export function createInspector(world: World): Inspector {
  const enabled = new Set<string>();
  const findings = new Map<string, Map<string, ImageFindings>>();

  const state = (region: string) => ({
    status: enabled.has(region) ? 'ENABLED' : 'DISABLED',
    errorCode: null,
    errorMessage: null,
  });
  const account = (region: string) => ({
    accountId: world.accountId,
    resourceStatus: { ec2: state(region).status, ecr: 'DISABLED' },
    status: state(region).status,
  });

  function turn(call: Call, on: boolean): Record<string, any> {
    call.authorize(`inspector2:${call.action}`, '*');
    const { resourceTypes = TYPES } = call.input as { resourceTypes?: string[] };
    const other = resourceTypes.find((type) => !TYPES.includes(type));
    if (other)
      throw new AwsError('UnsupportedParameter', `inspector2 ${call.action}.resourceTypes ${other} is not simulated.`);
    if (on) enabled.add(call.region);
    else {
      enabled.delete(call.region);
      findings.delete(call.region);
    }
    return { accounts: [account(call.region)], failedAccounts: [] };
  }

  function aggregated(call: Call): Record<string, any> {
    call.authorize('inspector2:ListFindingAggregations', '*');
    const { aggregationType, maxResults = usual, nextToken } = call.input;
    if (!enabled.has(call.region)) throw new AwsError('AccessDeniedException', 'Invoking account is not enabled.', 403);
    if (aggregationType !== 'AMI')
      throw new AwsError(
        'UnsupportedParameter',
        `inspector2 ListFindingAggregations.aggregationType ${aggregationType} is not simulated.`,
      );
    const { items, next } = page([...(findings.get(call.region) ?? [])], Math.min(maxResults, most), nextToken);
    const responses = items.map(([ami, { critical = 0, high = 0, medium = 0, low = 0, instances }]) => ({
      amiAggregation: {
        ami,
        accountId: world.accountId,
        severityCounts: { all: critical + high + medium + low, critical, high, medium },
        affectedInstances: instances,
      },
    }));
    return { aggregationType, responses, nextToken: next };
  }

  const service = createService('inspector2', {
    Enable: { parameters: ['resourceTypes'], run: (call) => turn(call, true) },
    Disable: { parameters: ['resourceTypes'], run: (call) => turn(call, false) },
    BatchGetAccountStatus: {
      parameters: [],
      run(call) {
        call.authorize('inspector2:BatchGetAccountStatus', '*');
        const ec2 = state(call.region);
        return {
          accounts: [
            { accountId: world.accountId, state: ec2, resourceState: { ec2, ecr: { ...ec2, status: 'DISABLED' } } },
          ],
          failedAccounts: [],
        };
      },
    },
    ListFindingAggregations: { parameters: ['aggregationType', 'maxResults', 'nextToken'], run: aggregated },
  });
  return {
    ...service,
    found(region, imageId, found) {
      const known = findings.get(region) ?? new Map<string, ImageFindings>();
      findings.set(region, known);
      if (found) known.set(imageId, found);
      else known.delete(imageId);
    },
  };
}
