import { createService, type OperationService } from '../../kernel/service';
import { AwsError, type Call, type World } from '../../kernel/types';

/** Quotas of EC2 by code, with AWS's defaults. */
const DEFAULTS: Readonly<Record<string, { name: string; value: number }>> = {
  'L-B665C33B': { name: 'AMIs', value: 50_000 },
  'L-0E3CBAB9': { name: 'Public AMIs', value: 5 },
  'L-1216C47A': { name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', value: 5 },
};

/**
 * Service Quotas, as much as tells a few quotas of EC2: the values given, else AWS's defaults. None is enforced by it.
 */
export function createQuotas(world: World, given: Readonly<Record<string, number>> = {}): OperationService {
  function quota(call: Call, value: (code: string, byDefault: number) => number): Record<string, any> {
    const { ServiceCode: service, QuotaCode: code } = call.input;
    const arn = `arn:aws:servicequotas:${call.region}:${world.accountId}:${service}/${code}`;
    call.authorize(`servicequotas:${call.action}`, call.action === 'GetServiceQuota' ? arn : '*');
    const known = service === 'ec2' && Object.hasOwn(DEFAULTS, code) ? DEFAULTS[code] : undefined;
    if (!known)
      throw new AwsError(
        'UnsupportedParameter',
        `servicequotas ${call.action} of ${service} ${code} is not simulated.`,
      );
    return {
      Quota: {
        ServiceCode: service,
        ServiceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
        QuotaArn: arn,
        QuotaCode: code,
        QuotaName: known.name,
        Value: value(code, known.value),
        Unit: 'None',
        Adjustable: true,
        GlobalQuota: false,
      },
    };
  }
  const parameters = ['ServiceCode', 'QuotaCode'];
  return createService('servicequotas', {
    GetServiceQuota: { parameters, run: (call) => quota(call, (code, byDefault) => given[code] ?? byDefault) },
    GetAWSDefaultServiceQuota: { parameters, run: (call) => quota(call, (_code, byDefault) => byDefault) },
  });
}
