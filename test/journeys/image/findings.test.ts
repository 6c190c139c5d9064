import { tagKeys } from '../../../core/tags';
import { home, localStack, type Journey } from '../../kit/journey';
import { nightReport } from '../../kit/nightly';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';

const west = 'us-west-2';
const off = (region: string) => `unknown in ${region}: Amazon Inspector does not scan instances in this region`;

describe('the night watches', () => {
  let journey: Journey;
  let old: any;
  let newer: any;
  const show = async (id: string) => (await journey.request('GET', `/v1/images/${id}`)).body;
  const night = (): Promise<any> => nightReport(journey);
  const callsOf = (from: number) =>
    journey.local.calls
      .slice(from)
      .filter(({ principal }) => /read-findings/.test(principal))
      .map(({ action }) => action);

  beforeAll(async () => {
    journey = await localStack({ quotas: { 'L-B665C33B': 2, 'L-0E3CBAB9': 1 } });
    old = await buildSmall(journey, { regions: [west] });
    newer = await buildSmall(journey, { version: '2.0.0', regions: [west] });
  }, 120_000);

  test('findings of Amazon Inspector, which are unknown where it is off: the report says so, and the health does not suffer', async () => {
    const { steps } = await night();
    expect(steps.findings).toEqual({ changed: 0, lines: [off(home), off(west)] });
    const { findings, health } = await show(newer.ami_id);
    expect([findings, health.level]).toEqual([undefined, 'healthy']);
  });

  test('findings, which are kept with their image, judged and told on the bus', async () => {
    await journey.local.call('inspector2', 'Enable', home, { resourceTypes: ['EC2'] });
    journey.local.inspector.found(home, newer.ami_id, { critical: 1, high: 2, low: 4, instances: 2 });
    journey.local.inspector.found(home, 'ami-0123456789abcdef0', { critical: 9, instances: 1 });
    const { steps } = await night();
    expect(steps.findings).toEqual({
      changed: 1,
      lines: [
        off(west),
        `${newer.image_name} (${newer.ami_id} in ${home}) now has 1 critical, 2 high and 4 low findings on 2 instances`,
      ],
    });
    const { findings, health } = await show(newer.ami_id);
    expect(findings).toMatchObject({ critical: 1, high: 2, medium: 0, low: 4, instances: 2 });
    expect([health.level, health.messages]).toEqual([
      'critical',
      ['Amazon Inspector reports 1 critical and 2 high findings on 2 instances of it - rebuild recommended'],
    ]);
    expect((await show(old.ami_id)).findings).toBeUndefined();
    expect(
      journey.local.calls.filter(({ action, principal }) => action === 'PutEvents' && /read-findings/.test(principal)),
    ).toHaveLength(1);
  });

  test('findings, which write nothing and ask as little of AWS while they are as they were', async () => {
    const calls = journey.local.calls.length;
    await night();
    expect(callsOf(calls).filter((action) => action !== 'Query')).toEqual([
      'BatchGetAccountStatus',
      'ListFindingAggregations',
      'BatchGetAccountStatus',
    ]);
  });

  test('findings, which stay with their image when its instances are gone, and are unknown where nobody may ask', async () => {
    journey.local.inspector.found(home, newer.ami_id, undefined);
    let refused = true;
    refuseCalls(
      journey,
      ({ region }) => refused && region === west,
      'AccessDeniedException',
      'an organization forbids it',
      'inspector2',
    );
    const { steps, status } = await night();
    refused = false;
    expect([status, steps.findings.lines]).toEqual([
      'complete',
      [`unknown in ${west}: Amazon Inspector did not answer (AccessDeniedException)`],
    ]);
    expect((await show(newer.ami_id)).findings).toMatchObject({ critical: 1 });
  });

  test('quotas of images, which are told once they are nearly used up, and as unknown where they cannot be read', async () => {
    let refused = false;
    refuseCalls(
      journey,
      ({ region }) => refused && region === west,
      'AccessDeniedException',
      'an organization forbids it',
      'servicequotas',
    );
    await journey.ec2('ModifyImageAttribute', { ImageId: old.ami_id, LaunchPermission: { Add: [{ Group: 'all' }] } });
    const full = (region: string, what: string) =>
      expect.stringMatching(new RegExp(`^${region}: ${what}: .*request-service-quota-increase .*--region ${region}`));
    expect((await night()).steps.quotas).toEqual({
      nearly_used_up: 3,
      unknown: 0,
      lines: [full(home, '2 of 2 AMIs'), full(home, '1 of 1 public AMIs'), full(west, '2 of 2 AMIs')],
    });
    refused = true;
    const {
      steps: { quotas },
      status,
      text,
    } = await night();
    refused = false;
    expect([quotas.unknown, quotas.lines[2], status]).toEqual([
      1,
      `${west}: the quotas of images could not be read (AccessDeniedException)`,
      'complete',
    ]);
    expect(text).toContain('Quotas:\n  - 2 nearly used up, 1 unknown\n');
    await journey.ec2('ModifyImageAttribute', {
      ImageId: old.ami_id,
      LaunchPermission: { Remove: [{ Group: 'all' }] },
    });
  });

  test('findings, by which the policy of a stack deprecates, copies too, but never the last usable image', async () => {
    expect((await night()).steps.deprecation).toMatchObject({ deprecated: 0 });
    await journey.request('PUT', '/v1/stacks/tool', { deprecate_on_findings: 'critical' });
    const reason = `Amazon Inspector reports 1 critical and 2 high findings on 2 instances of ${newer.ami_id}`;
    expect((await night()).steps.deprecation).toMatchObject({
      deprecated: 2,
      kept: 0,
      lines: [`${newer.image_name} deprecated: ${reason}`],
    });
    for (const ami of [newer.ami_id, newer.replicas[0].ami_id])
      expect((await show(ami)).tags[tagKeys.deprecationReason]).toBe(reason);
    expect((await show(old.ami_id)).tags[tagKeys.latest]).toBe('true');
    journey.local.inspector.found(home, old.ami_id, { critical: 1, instances: 1 });
    const { deprecation } = (await night()).steps;
    expect(deprecation).toMatchObject({ deprecated: 0, kept: 1 });
    expect(deprecation.lines[0]).toMatch(
      /is stale \(Amazon Inspector reports 1 critical .*\) and kept because it is the last usable release of x86_64 in us-/,
    );
  });
});
