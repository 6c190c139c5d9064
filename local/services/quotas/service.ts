import { createService, type OperationService } from '../../kernel/service';
import { AwsError, type Call, type World } from '../../kernel/types';

/** Quotas by code, with AWS's defaults, and the value of this account where it was raised; of EC2 unless said. */
const DEFAULTS: Readonly<Record<string, { name: string; value: number; raised?: number; service?: 'lambda' }>> = {
  'L-B99A9384': { service: 'lambda', name: 'Concurrent executions', value: 1000 },
  'L-B665C33B': { name: 'AMIs', value: 50_000 },
  'L-0E3CBAB9': { name: 'Public AMIs', value: 5 },
  'L-1216C47A': {
    name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
    value: 5,
    // Enough for job arrays; a new account has to request it.
    raised: 2000,
  },
};

type Given = Readonly<Record<string, number>>;

/** The value given, else the account's own, else AWS's default. */
const valueIn =
  (given: Given) =>
  (code: string): number =>
    given[code] ?? DEFAULTS[code]!.raised ?? DEFAULTS[code]!.value;

/** Returns how many functions the account may run at once in a region. */
export const concurrency = (given: Given = {}): number => valueIn(given)('L-B99A9384');

/** Returns the quotas of EC2 that the account has. */
export function ec2Quotas(given: Given = {}) {
  const valueOf = valueIn(given);
  return {
    images: valueOf('L-B665C33B'),
    publicImages: valueOf('L-0E3CBAB9'),
    standardVcpus: valueOf('L-1216C47A'),
  };
}

/** Service Quotas, as much as tells a few quotas of EC2 and one of Lambda, which enforce them. */
export function createQuotas(world: World, given: Readonly<Record<string, number>> = {}): OperationService {
  function quota(call: Call, value: (code: string, byDefault: number) => number): Record<string, any> {
    const { ServiceCode: service, QuotaCode: code } = call.input;
    const arn = `arn:aws:servicequotas:${call.region}:${world.accountId}:${service}/${code}`;
    call.authorize(`servicequotas:${call.action}`, call.action === 'GetServiceQuota' ? arn : '*');
    const known = Object.hasOwn(DEFAULTS, code) ? DEFAULTS[code] : undefined;
    if (!known || service !== (known.service ?? 'ec2'))
      throw new AwsError(
        'UnsupportedParameter',
        `servicequotas ${call.action} of ${service} ${code} is not simulated.`,
      );
    return {
      Quota: {
        ServiceCode: service,
        ServiceName: known.service === 'lambda' ? 'AWS Lambda' : 'Amazon Elastic Compute Cloud (Amazon EC2)',
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
    GetServiceQuota: {
      parameters,
      run: (call) => quota(call, (code, byDefault) => given[code] ?? DEFAULTS[code]?.raised ?? byDefault),
    },
    GetAWSDefaultServiceQuota: { parameters, run: (call) => quota(call, (_code, byDefault) => byDefault) },
  });
}
