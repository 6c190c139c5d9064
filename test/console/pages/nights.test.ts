import { listNightsQuery } from '../../../core/api/contract/night';
import {
  changesOf,
  listCommand,
  missingReport,
  reportCommand,
  sectionsOf,
  startCommand,
  startedText,
  startText,
  statusOfNight,
} from '../../../console/pages/nights/report';
import { commandOf } from '../kit/command';

const steps = {
  reconciled: [
    { region: 'us-east-1', adopted: 2, updated: 7, vanished: 0 },
    { region: 'eu-west-1', adopted: 1 },
    { region: 'eu-west-2', error: { Error: 'PermissionDenied' } },
  ],
  health: { healthy: 3, critical: 1, lines: ['a is critical'] },
  rebuilds: { started: 1, paused: 4, lines: [] },
  cleanup: { started: true, lines: ['the cleanup cleanup-1 was started'] },
  channels: { moved: 0, repaired: 0, lines: [] },
};

test('what a night has changed is summed over regions, and what it has found is no change', () => {
  expect(changesOf({ steps })).toEqual(['1 rebuild started', '3 images adopted', 'cleanup started']);
  expect(changesOf({ steps: { health: { healthy: 3 }, cleanup: { started: false } } })).toEqual([]);
});

test('a night without a report has not changed nothing: it is not known', () => {
  expect(changesOf({})).toBeUndefined();
  expect(missingReport({ status: 'running' })).toMatch(/at the end of the run/);
  expect(missingReport({ status: 'failed' })).toMatch(/stopped before/);
  expect(missingReport({ status: 'complete', steps })).toBeUndefined();
});

test('the sections stand in the order of the report, and the steps with nothing to say are named', () => {
  const { told, quiet } = sectionsOf({ steps });
  expect(told.map(({ title, lines }) => [title, ...lines])).toEqual([
    ['Health', '3 healthy, 1 critical', 'a is critical'],
    ['Rebuilt', '1 started, 4 paused'],
    ['Cleanup', 'the cleanup cleanup-1 was started'],
    ['Catalog', 'us-east-1: 2 adopted, 7 updated', 'eu-west-1: 1 adopted'],
  ]);
  expect(quiet).toEqual(['Channels']);
  expect(sectionsOf({})).toEqual({ told: [], quiet: [] });
});

test('a night of which some steps failed is neither a success nor a failure', () => {
  const types = (['running', 'complete', 'incomplete', 'failed'] as const).map(
    (status) => statusOfNight({ status }).type,
  );
  expect(types).toEqual(['in-progress', 'success', 'warning', 'error']);
});

test('the commands do the same', async () => {
  expect(await commandOf(startCommand)).toContain('nightly');
  expect(await commandOf(listCommand(20))).toContain('nightly list');
  for (const night of ['nightly-20260114t030000', '2026-01-14', 'latest'])
    expect(await commandOf(reportCommand(night))).toContain('nightly report');
  expect(reportCommand('2026-01-14')).toEqual(['nightly', 'report', '--date', '2026-01-14']);
  expect(reportCommand('latest')).toEqual(['nightly', 'report']);
  expect(listNightsQuery.safeParse({ limit: '20' }).success).toBe(true);
});

test('nights of one day are told apart by their minute', () => {
  expect(startText('2026-01-14T03:05:09.123Z')).toBe('2026-01-14 03:05');
});

test('a start tells whether a night was running already', () => {
  expect(startedText({ night: 'n-1' })).toBe('n-1 has started');
  expect(startedText({ night: 'n-1', reused: true })).toBe('n-1 was already running');
});
