import { nightReport } from '../../../core/night/report';

const now = new Date('2026-01-14T03:04:00Z');
const of = (state: Record<string, unknown>) =>
  nightReport({ night: 'n-1', started_at: '2026-01-14T03:00:00Z', state: { regions: ['us-east-1'], ...state } }, now);

test('what each step left under its name is in the report, and a section of the text for each that has something to say', () => {
  const report = of({
    reconciled: [
      { region: 'us-east-1', adopted: 2, vanished: 0 },
      { region: 'eu-west-1', adopted: 0 },
    ],
    health: { healthy: 3, critical: 1, lines: ['a is critical'] },
    cleanup: { removed: 0 },
  });
  expect(report).toMatchObject({
    night: 'n-1',
    date: '2026-01-14',
    status: 'complete',
    failed: [],
    steps: { cleanup: { removed: 0 } },
  });
  expect(report.text).toBe(`Nightly run of 2026-01-14 (n-1): complete

Health:
  - 3 healthy, 1 critical
  - a is critical

Catalog:
  - us-east-1: 2 adopted
`);
});

test('a step that failed is told first, and the others all the same', () => {
  const cause = JSON.stringify({ errorType: 'RequestThrottled', errorMessage: 'EC2 asks for patience' });
  const report = of({
    reconciled: [
      { region: 'us-east-1', adopted: 1 },
      { region: 'eu-west-1', error: { Error: 'PermissionDenied', Cause: 'no' } },
    ],
    health_error: { Error: 'Error', Cause: cause },
  });
  expect(report.status).toBe('incomplete');
  expect(report.failed).toEqual([
    { step: 'reconciled', region: 'eu-west-1', error: 'PermissionDenied', message: 'no' },
    { step: 'health', error: 'RequestThrottled', message: 'EC2 asks for patience' },
  ]);
  expect(report.text).toMatch(
    /^Nightly run of 2026-01-14 \(n-1\): incomplete, 2 steps failed\n\nFailed:\n  - Catalog in eu-west-1: PermissionDenied: no\n  - Health: RequestThrottled: EC2 asks for patience\n\nCatalog:\n  - us-east-1: 1 adopted\n$/,
  );
});

test('a step that nobody gave a title has a section under its own name', () => {
  expect(of({ unused_volumes: { found: 1 } }).text).toContain('Unused volumes:\n  - 1 found\n');
});

test('money is written as money, and one step as one', () => {
  expect(of({ costs: { images: 3, usd_a_month: 2.5 } }).text).toContain('Costs:\n  - 3 images, $2.50 a month\n');
  expect(of({ health_error: { Error: 'Error', Cause: 'no' } }).text).toContain('incomplete, 1 step failed');
});
