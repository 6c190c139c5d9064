import { home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { nightReport } from '../../kit/nightly';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';

const west = 'us-west-2';
const usual = '1 medium and 1 low findings in packages';

describe('known vulnerabilities', () => {
  let journey: Journey;
  let passed: any;
  const show = async (id: string) => (await journey.request('GET', `/v1/images/${id}`)).body;
  const night = (): Promise<any> => nightReport(journey);
  const scans = () => journey.local.calls.filter(({ action }) => action === 'ScanSbom').length;
  const set = (policy: object) => journey.request('PUT', '/v1/stacks/tool', policy);

  beforeAll(async () => {
    journey = await localStack();
    await set({ scan_packages: 'build' });
    passed = await buildSmall(journey, { regions: [west] });
  }, 120_000);

  test('are looked for after the test of a build where the policy of its stack wants it, and kept with the image and its copies', async () => {
    expect([passed.status, scans()]).toEqual(['succeeded', 1]);
    expect(passed.stages.map(({ name }: any) => name)).toEqual([
      'plan',
      'launch',
      'provision',
      'clean',
      'stop',
      'image',
      'test',
      'scan',
      'publish',
      'replicate',
      'record',
    ]);
    expect(passed.stages.find(({ name }: any) => name === 'scan')).toMatchObject({
      status: 'succeeded',
      detail: usual,
    });
    const { package_scan: scan, events } = await show(passed.ami_id);
    expect(scan).toMatchObject({
      findings: { critical: 0, high: 0, medium: 1, low: 1 },
      worst: [
        {
          id: 'SIMULATED-2026-0001',
          severity: 'medium',
          package: 'openssl',
          installed: '3.0.8-1.amzn2023.0.12',
          fixed: '3.0.8-1.amzn2023.0.13',
        },
        { id: 'SIMULATED-2026-0002', severity: 'low', package: 'less' },
      ],
    });
    expect(events.map(({ action, detail }: any) => [action, detail])).toContainEqual(['scanned', usual]);
    expect((await show(passed.replicas[0].ami_id)).package_scan).toEqual(scan);
  });

  test('are signed with where the image comes from, and lie beside its packages', async () => {
    const { statement, verdict } = (await journey.request('GET', `/v1/images/${passed.ami_id}/provenance`)).body;
    const { report } = (await show(passed.ami_id)).package_scan;
    expect([verdict, statement.predicate.runDetails.vulnerabilities]).toEqual(['verified', usual]);
    expect(statement.predicate.runDetails.byproducts).toContainEqual({
      name: 'vulnerabilities',
      digest: { sha256: report.digest },
    });
    const stored = journey.local.s3.bucket(`spawn-dev-artifacts-123456789012-${home}`)?.objects.get(report.key);
    expect(JSON.parse(Buffer.from(stored!.body).toString())[0].vulnerabilities).toHaveLength(2);
  });

  test('found after it was published are told by the night, by which the policy deprecates, but only where the policy wants that', async () => {
    journey.local.scanner.learn({ id: 'SIMULATED-2026-1000', severity: 'critical', package: 'systemd' });
    expect([(await night()).steps.vulnerabilities.changed, scans()]).toEqual([0, 1]);
    await set({ scan_packages: 'nightly', deprecate_on_findings: 'critical' });
    const { steps } = await night();
    const found = '1 critical, 1 medium and 1 low findings in packages';
    expect(steps.vulnerabilities).toEqual({
      changed: 1,
      unknown: 0,
      later: 0,
      lines: [`${passed.image_name} (${passed.ami_id}) now has ${found}`],
    });
    const { health, package_scan } = await show(passed.replicas[0].ami_id);
    expect([health.level, health.messages]).toEqual([
      'critical',
      ['Amazon Inspector reports 1 critical finding in packages of it - rebuild recommended'],
    ]);
    expect(package_scan.worst[0]).toMatchObject({ id: 'SIMULATED-2026-1000', package: 'systemd' });
    expect(steps.deprecation.lines[0]).toMatch(
      /is stale \(Amazon Inspector reports 1 critical finding in packages of ami-\w+\) and kept because it is the last usable release/,
    );
    expect((await night()).steps.vulnerabilities).toMatchObject({ changed: 0, unknown: 0 });
  });

  test('that the recipe calls too bad fail the build, which leaves nothing behind; letting one pass by its id publishes it, however often AWS asks for patience', async () => {
    const failed = await buildSmall(journey, { version: '2.0.0' });
    expect(failed).toMatchObject({ status: 'failed', failure: { name: 'VulnerabilitiesFound', stage: 'scan' } });
    expect(failed.failure.message).toMatch(
      /^the image has 1 critical finding in packages: SIMULATED-2026-1000 in systemd 252\.16-1\.amzn2023\.0\.2 \(no fixed version yet\)\. Update the packages/,
    );
    await journey.advance(minutes);
    expect(await leftovers(journey)).toEqual([]);
    // More than the SDK tries within one call of the function: the state machine comes back.
    let throttled = 8;
    refuseCalls(journey, () => throttled > 0 && throttled-- > 0, 'ThrottlingException', 'slow down', 'inspector-scan');
    const waived = await buildSmall(journey, {
      version: '2.0.0',
      vulnerabilities: { ignore: ['SIMULATED-2026-1000'] },
    });
    expect([waived.status, throttled]).toEqual(['succeeded', 0]);
    const { facts } = (await journey.request('GET', `/v1/images/diff?from=${passed.ami_id}&to=${waived.ami_id}`)).body;
    expect(facts.map(({ fact }: any) => fact)).not.toContain('vulnerabilities');
  });

  test('that nobody could look for fail the build too, unless the recipe publishes whatever is found: then the image is not called healthy', async () => {
    let refused = true;
    refuseCalls(journey, () => refused, 'AccessDeniedException', 'an organization forbids it', 'inspector-scan');
    const failed = await buildSmall(journey, { version: '3.0.0', vulnerabilities: {} });
    expect(failed.failure).toMatchObject({
      name: 'VulnerabilitiesUnknown',
      message: expect.stringContaining('(AccessDeniedException: an organization forbids it)'),
    });
    const published = await buildSmall(journey, { version: '3.0.0', vulnerabilities: { fail_on: 'none' } });
    expect(published.status).toBe('succeeded');
    const { steps } = await night();
    refused = false;
    const { health, package_scan } = await show(published.ami_id);
    expect([health.level, package_scan.unknown]).toEqual([
      'unknown',
      'Amazon Inspector did not answer (AccessDeniedException: an organization forbids it)',
    ]);
    expect(steps.vulnerabilities).toMatchObject({ changed: 0, unknown: 1 });
    expect((await night()).steps.vulnerabilities).toMatchObject({ changed: 1, unknown: 0 });
  });
});
