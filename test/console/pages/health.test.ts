import { checkNames, checkResults } from '../../../core/doctor/finding';
import { debtsCommand, placeOfDebt, statusOfDebt, subjectOfDebt } from '../../../console/pages/health/debt';
import {
  countsText,
  doctorCommand,
  examineAll,
  shownFindings,
  statusOfResult,
  titles,
  type Finding,
} from '../../../console/pages/health/finding';
import { commandOf } from '../kit/command';

const finding = (subject: string, result: Finding['result']): Finding => ({
  check: 'quotas',
  subject,
  result,
  seen: 'as it is',
});
const findings = [finding('a', 'ok'), finding('b', 'warning'), finding('c', 'unknown'), finding('d', 'failed')];
const subjects = (all: readonly Finding[]): string => all.map(({ subject }) => subject).join('');

test('the worst comes first, and what is OK only when it is asked for', () => {
  expect(subjects(shownFindings(findings, false))).toBe('dcb');
  expect(subjects(shownFindings(findings, true))).toBe('dcba');
});

test('the counts name every result that there is', () => {
  expect(countsText(findings)).toBe('1 failed, 1 unknown, 1 warning, 1 OK');
  expect(countsText([findings[0]!, findings[0]!])).toBe('2 OK');
  expect(countsText([findings[1]!, findings[1]!])).toBe('2 warnings');
});

test('a check that could not be made is not shown as OK', () => {
  const types = Object.fromEntries(checkResults.map((result) => [result, statusOfResult(result).type]));
  expect(types).toEqual({ ok: 'success', warning: 'warning', failed: 'error', unknown: 'info' });
  expect(Object.keys(titles).sort()).toEqual([...checkNames].sort());
});

test('the checks go on while an answer has a cursor', async () => {
  const asked: (string | undefined)[] = [];
  const answers = [
    { result: 'ok', examined_at: '2026-03-01T12:00:00.000Z', findings: [findings[0]!], cursor: '7' },
    { result: 'failed', examined_at: '2026-03-01T12:00:20.000Z', findings: [findings[3]!] },
  ] as const;
  const all = await examineAll(async (cursor) => {
    asked.push(cursor);
    return { ...answers[asked.length - 1]!, findings: [...answers[asked.length - 1]!.findings] };
  });
  expect(asked).toEqual([undefined, '7']);
  expect(all).toEqual({ examined_at: '2026-03-01T12:00:00.000Z', findings: [findings[0], findings[3]] });
});

test('a debt says whether it is kept, could not be removed, or could not be listed', () => {
  expect(statusOfDebt({ kind: 'image', error: 'LeftoverStays' })).toEqual({ type: 'warning', text: 'Kept' });
  expect(statusOfDebt({ kind: 'image', error: 'PermissionDenied' })).toEqual({ type: 'error', text: 'Not removed' });
  expect(statusOfDebt({ kind: 'look', error: 'PermissionDenied' })).toEqual({ type: 'error', text: 'Not listed' });
  expect(placeOfDebt({ region: 'eu-west-1' })).toBe('eu-west-1');
  expect(placeOfDebt({ region: 'eu-west-1', account: '123456789012' })).toBe('eu-west-1 of 123456789012');
  expect(subjectOfDebt({ kind: 'look', id: 'instances' })).toBe('The list of instances');
  expect(subjectOfDebt({ kind: 'image', id: 'ami-0123456789abcdef0' })).toBe('ami-0123456789abcdef0');
});

test('commands show the same', async () => {
  expect(await commandOf(doctorCommand)).toContain('doctor');
  expect(await commandOf(debtsCommand)).toContain('debts');
  expect(await commandOf(['version'])).toContain('version');
});
