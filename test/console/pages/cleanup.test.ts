import { startCleanupRequest } from '../../../core/api/contract/cleanup';
import {
  addressQuery,
  fieldsOf,
  formOf,
  formOfRequest,
  missingIn,
  planBody,
  planCommand,
  problemOf,
  subjects,
  type PlanForm,
} from '../../../console/pages/cleanup/new/plan-form';
import { keptText } from '../../../core/api/cleanup-words';
import { resultText, savingBars, savingText } from '../../../console/pages/cleanup/savings';
import {
  cannotKeep,
  copiesText,
  isUnderway,
  nextOf,
  notesOf,
  phasesOf,
  progressOf,
  statusOfCleanup,
  tooLateToRestore,
  tooOld,
  type CleanupDetails,
  type Removal,
} from '../../../console/pages/cleanup/state';
import {
  applyCommand,
  keepCommand,
  keepTagText,
  listCommand,
  requestText,
  restoreCommand,
  showCommand,
  undeleteCommand,
} from '../../../console/pages/cleanup/words';
import { hrefOf, parseHash } from '../../../console/shared/navigation/route';
import { commandOf } from '../kit/command';

const at = (time: string): string => `2026-03-01T${time}:00.000Z`;
const now = new Date(at('12:30'));
const id = 'cln-0mk3f2k1a7x2m9q4c';
const none = { keep: 0, remove: 0, removed: 0, taken_back: 0, failed: 0 };
const region = { region: 'us-east-1', keep: 3, remove: 2, monthly_saving_usd: 1.5, kept_because: {}, found: [] };
const planned = {
  cleanup_id: id,
  status: 'planned',
  apply: false,
  limit: 50,
  request: { kind: 'request' },
  created_at: at('12:00'),
  regions: [region],
  counts: { ...none, keep: 3, remove: 2 },
  removals: [],
  missing: [],
  by_stack: {},
} as unknown as CleanupDetails;
const removal = (status: Removal['status'], more: Partial<Removal> = {}): Removal =>
  ({ kind: 'image', id: 'ami-0abc', status, measured: true, ...more }) as Removal;
const applied = (status: CleanupDetails['status'], more: Partial<CleanupDetails> = {}): CleanupDetails => ({
  ...planned,
  apply: true,
  status,
  removals: [removal('marked'), removal('marked')],
  ...more,
});

const empty = formOf(parseHash('#/cleanup/new'));
const forms: Record<string, PlanForm> = {
  images: { ...empty, stack: 'pytorch', age: '90', keep: '3', deprecated: true, region: 'eu-west-1', limit: '10' },
  named: { ...empty, subject: 'named', ids: 'ami-0123456789abcdef0, ami-0fedcba9876543210' },
  unmanaged: { ...empty, subject: 'unmanaged', name: 'old-*', tags: 'team=ml env=a=b', age: '180' },
  orphans: { ...empty, subject: 'orphans', description: 'Created by CreateImage*', age: '90' },
};

describe('the form of a plan', () => {
  test('stands in the address while somebody types, spaces too', () => {
    for (const form of [empty, ...Object.values(forms), { ...forms.named!, ids: 'ami-0123456789abcdef0 ' }])
      expect(formOf(parseHash(hrefOf('cleanup', ['new'], addressQuery(form))))).toEqual(form);
    expect(formOf(parseHash('#/cleanup/new?subject=instances')).subject).toBe('images');
  });

  test('asks the API for a plan only, and the command for the same', async () => {
    expect(planBody(empty)).toEqual({ dry_run: true });
    expect(planCommand(empty)).toEqual(['cleanup-amis', '--dry-run']);
    for (const form of Object.values(forms)) {
      expect([form.subject, missingIn(form)]).toEqual([form.subject, undefined]);
      const { data, error } = startCleanupRequest.safeParse(planBody(form));
      expect([form.subject, error, data?.dry_run]).toEqual([form.subject, undefined, true]);
      expect(await commandOf(planCommand(form))).toContain('cleanup-amis');
    }
    expect(planBody(forms.unmanaged!)).toMatchObject({
      unmanaged: { name: 'old-*', tags: { team: 'ml', env: 'a=b' } },
      age_days: 180,
    });
    expect(planCommand(forms.images!).join(' ')).toBe(
      'cleanup-amis --dry-run --stack pytorch --age 90d --deprecated-only --keep-latest 3 --region eu-west-1 --limit 10',
    );
  });

  test('leaves out what another subject had', () => {
    const form = { ...forms.images!, subject: 'named', ids: 'ami-0123456789abcdef0' } as const;
    expect(planBody(form)).toMatchObject({ ami_ids: ['ami-0123456789abcdef0'], stack: undefined });
    expect(planCommand(form).join(' ')).toBe(
      'cleanup-amis ami-0123456789abcdef0 --dry-run --region eu-west-1 --limit 10',
    );
  });

  test('says what is missing or wrong before the API does', () => {
    const missing = subjects.map((subject) => missingIn({ ...empty, subject }));
    expect(missing).toEqual([undefined, 'Give the ids of the images', 'Give a name or a tag', 'Give a description']);
    expect(missingIn({ ...forms.orphans!, age: '' })).toBe('Give the age');
    expect(missingIn({ ...forms.named!, ids: 'i-0123' })).toMatch(/^i-0123 is not an image id/);
    expect(problemOf('tags', 'team')).toMatch(/key=value/);
    expect(problemOf('keep', '0')).toMatch(/from 1 to 1000/);
    for (const subject of subjects)
      for (const field of fieldsOf[subject]) expect(problemOf(field, ' ')).toBeUndefined();
  });

  test('is filled again by what an earlier cleanup was asked for', () => {
    for (const form of Object.values(forms)) {
      const { dry_run: _, limit: __, ami_ids, ...asked } = startCleanupRequest.parse(planBody(form));
      const images = ami_ids?.map((ami_id) => ({ ami_id, region: 'us-east-1' }));
      const again = formOfRequest({ kind: 'request', ...asked, images });
      expect(planBody(again)).toEqual(planBody({ ...form, limit: '' }));
    }
  });
});

test('what a cleanup was asked for is said in words', () => {
  expect(requestText({ kind: 'policy' })).toMatch(/^Nightly/);
  expect(requestText({ kind: 'request', deprecated_only: false })).toBe('By the policies of the stacks');
  expect(requestText({ kind: 'request', stack: 'pytorch', age_days: 1, keep_latest: 3, region: 'eu-west-1' })).toBe(
    'stack pytorch, older than 1 day, newest 3 kept, in eu-west-1',
  );
  expect(requestText({ kind: 'request', images: [{ ami_id: 'ami-0abc' }] })).toBe('1 named image');
  expect(requestText({ kind: 'request', unmanaged: { name: 'old-*', tags: { a: 'b' } } })).toBe(
    'not managed old-* a=b',
  );
});

test('the command takes what the page shows for a cleanup', async () => {
  const line = { id: 'ami-0123456789abcdef0', region: 'eu-west-1' };
  const commands = [
    listCommand(20),
    showCommand(id),
    applyCommand(id),
    applyCommand(id, '5'),
    keepCommand(line, false),
    restoreCommand(line),
    undeleteCommand(line),
  ];
  const names = await Promise.all(commands.map(async (words) => (await commandOf(words))[0]));
  expect(names).toEqual([
    'ami cleanups',
    'cleanup-amis',
    'cleanup-amis',
    'cleanup-amis',
    'tag-ami',
    'ami restore',
    'ami undelete',
  ]);
  expect(keepCommand(line, true).join(' ')).toBe(`tag-ami ${line.id} --tag ${keepTagText}`);
  expect(keepTagText).toBe('spawn:keep=true');
});

describe('what can be done with a cleanup', () => {
  test('a plan is applied, what has stopped is continued, and what runs is neither', () => {
    expect(nextOf(planned)).toBe('Apply');
    for (const status of ['interrupted', 'failed', 'incomplete', 'done'] as const)
      expect([status, nextOf(applied(status))]).toEqual([status, 'Continue']);
    for (const status of ['planning', 'waiting', 'removing'] as const)
      expect([status, nextOf(applied(status)), isUnderway({ status })]).toEqual([status, undefined, true]);
  });

  test('nothing is applied without a plan, or when everything is removed or taken back', () => {
    expect(nextOf({ ...planned, regions: [] })).toBeUndefined();
    expect(nextOf({ ...planned, counts: none })).toBeUndefined();
    const counts = { ...planned.counts, removed: 1, taken_back: 1 };
    expect(nextOf({ ...planned, status: 'done', counts })).toBeUndefined();
  });

  test('what is left of a cleanup that ended or stopped is said, with the way to continue', () => {
    expect(notesOf(planned)).toEqual([]);
    expect(notesOf(applied('removing'))).toEqual([]);
    expect(notesOf(applied('interrupted'))).toMatchObject([
      {
        type: 'info',
        header: 'The cleanup was interrupted',
        text: expect.stringMatching(/^2 removals of 2/),
        continues: true,
      },
    ]);
    const counts = { ...planned.counts, removed: 1, failed: 1 };
    expect(notesOf(applied('done', { counts }))).toMatchObject([
      {
        type: 'warning',
        header: '1 more to remove',
        text: expect.stringMatching(/^1 removal failed/),
        continues: true,
      },
    ]);
  });

  test('a region that could not be planned is no complete plan, and a failure has its name', () => {
    const regions = [region, { ...region, region: 'eu-west-1', error: 'RequestThrottled: slow down.' }];
    const failure = { name: 'CleanupIncomplete', message: 'nothing was removed in eu-west-1' };
    const counts = { ...planned.counts, removed: 2 };
    expect(notesOf(applied('incomplete', { regions, failure, counts, missing: ['ami-0abc'] }))).toEqual([
      { type: 'warning', header: 'CleanupIncomplete', text: failure.message },
      {
        type: 'warning',
        header: 'The plan is incomplete: eu-west-1 could not be checked',
        text: 'Nothing is removed there. RequestThrottled: slow down. Correct the cause and plan again.',
      },
      { type: 'warning', header: 'Images were not found', text: 'No region has ami-0abc.' },
    ]);
  });

  test('a plan of more than a week is planned again', () => {
    expect(tooOld(planned, new Date('2026-03-08T12:00:00.000Z'))).toBeUndefined();
    expect(tooOld(planned, new Date('2026-03-08T12:00:00.001Z'))).toMatch(/plan again/);
  });

  test('a marked image is taken back until a minute before the grace period ends', () => {
    const waiting = applied('waiting', { grace_ends_at: at('12:32') });
    expect(tooLateToRestore(waiting, now)).toBeUndefined();
    expect(tooLateToRestore(waiting, new Date(at('12:31')))).toMatch(/period is over/);
    expect(tooLateToRestore({ ...waiting, status: 'removing' }, now)).toMatch(/period is over/);
    expect(tooLateToRestore({ ...waiting, status: 'interrupted' }, now)).toBeUndefined();
    expect(tooLateToRestore(applied('waiting'), now)).toMatch(/period is over/);
  });

  test('spawn tags only what it manages', () => {
    expect(cannotKeep({ kind: 'image', unmanaged: false })).toBeUndefined();
    expect(cannotKeep({ kind: 'image', unmanaged: true })).toMatch(/does not manage/);
    expect(cannotKeep({ kind: 'snapshot', unmanaged: false })).toMatch(/snapshot/);
  });
});

describe('the progress', () => {
  const shown = (cleanup: CleanupDetails): string[] => phasesOf(cleanup, now).map(({ type }) => type);

  test('of a plan that nobody has applied is none', () => {
    expect(phasesOf(planned, now)).toEqual([]);
    expect(shown({ ...planned, status: 'planning', regions: [] })).toEqual(['in-progress']);
  });

  test('goes from the plan by the mark and the grace period to the removal', () => {
    const marking = applied('waiting', { removals: [] });
    expect(shown(marking)).toEqual(['success', 'in-progress', 'pending', 'pending']);
    const waiting = applied('waiting', { grace_ends_at: at('13:30') });
    expect(shown(waiting)).toEqual(['success', 'success', 'in-progress', 'pending']);
    expect(phasesOf(waiting, now)[2]?.detail).toBe('ends in 1h');
    const removals = [removal('removed'), removal('marked')];
    const removing = applied('removing', { removals });
    expect(shown(removing)).toEqual(['success', 'success', 'success', 'in-progress']);
    expect([phasesOf(removing, now)[3]?.detail, progressOf(removing)]).toEqual(['1 of 2 settled', 50]);
    expect(shown(applied('done'))).toEqual(['success', 'success', 'success', 'success']);
  });

  test('stops where it failed or was interrupted', () => {
    expect(shown(applied('failed', { regions: [], removals: [] }))).toEqual(['error', 'pending', 'pending', 'pending']);
    expect(shown(applied('interrupted'))).toEqual(['success', 'success', 'stopped', 'pending']);
    expect(shown(applied('failed', { removals: [removal('failed'), removal('marked')] }))).toEqual([
      'success',
      'success',
      'success',
      'error',
    ]);
  });
});

test('failed removals and regions that are left out are no success, and a plan without removals is one', () => {
  const status = (more: Partial<CleanupDetails>) => statusOfCleanup({ ...planned, counts: none, ...more });
  expect(status({ status: 'done', counts: { ...none, failed: 2 } })).toEqual({
    type: 'warning',
    text: 'Done, 2 failed',
  });
  expect(status({ status: 'done' }).type).toBe('success');
  expect(status({}).text).toBe('Nothing to remove');
  expect(statusOfCleanup(planned)).toEqual({ type: 'info', text: 'Planned' });
  expect(status({ regions: [region, { ...region, error: 'AuthFailure: refused' }] })).toEqual({
    type: 'warning',
    text: 'Planned in part',
  });
});

describe('the savings', () => {
  const part = (usd: number, more = {}) => ({
    remove: 1,
    unpriced: 0,
    monthly_saving_usd: usd,
    measured: true,
    ...more,
  });

  test('are said as the command says them: measured, or at most', () => {
    expect(savingText({ monthly_saving_usd: 1.5, measured: true })).toBe('$1.50 a month');
    expect(savingText({ monthly_saving_usd: 1.5, measured: false })).toBe('≤ $1.50 a month');
    expect(savingText({ monthly_saving_usd: 1.5 })).toBe('$1.50 a month');
  });

  test('are bars by stack and by region, the highest first; what saves nothing has none', () => {
    const by_stack = { small: part(1), '': part(3, { measured: false, remove: 2, unpriced: 1 }), free: part(0) };
    expect(savingBars({ by_stack, regions: [] }, 'stack')).toEqual([
      { title: 'Without a stack', value: 3, text: '≤ $3.00 for 2 removals, 1 unpriced' },
      { title: 'small', value: 1, text: '$1.00 for 1 removal' },
    ]);
    const regions = [region, { ...region, region: 'eu-west-1', monthly_saving_usd: 2, measured: false }];
    expect(savingBars({ by_stack, regions }, 'region').map(({ title, text }) => [title, text])).toEqual([
      ['eu-west-1', '≤ $2.00 for 2 removals'],
      ['us-east-1', '$1.50 for 2 removals'],
    ]);
  });

  test('of many stacks are ten bars, the last of which holds all others', () => {
    const by_stack = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`s${index}`, part(index + 1)]));
    const bars = savingBars({ by_stack, regions: [] }, 'stack');
    expect([bars.length, bars.at(-1)]).toEqual([10, { title: '3 others', value: 6, text: '$6.00 for 3 removals' }]);
  });

  test('of the result are those of what was removed', () => {
    const removals = [
      removal('removed', { monthly_cost_usd: 2 }),
      removal('taken-back', { monthly_cost_usd: 5 }),
      removal('failed'),
    ];
    expect(resultText(removals)).toBe('1 removed, 1 kept after all, 1 failed, $2.00 a month saved');
    expect(resultText([removal('marked')])).toBe('1 marked');
    expect(resultText([removal('removed', { monthly_cost_usd: 2, measured: false })])).toBe(
      '1 removed, ≤ $2.00 a month saved',
    );
  });
});

test('a region says why it keeps its images, and a line which copies stay', () => {
  expect(keptText({ latest: 2, 'too-young': 5, channel: 2 })).toBe(
    '5 too young, 2 among the newest, 2 used by a channel',
  );
  expect(copiesText([{}])).toBeUndefined();
  expect(copiesText([{ copies_in_accounts: { '123456789012': 1 } }])).toMatch(
    /^1 copy in member accounts stays \(1234/,
  );
  expect(copiesText([{ copies_in_accounts: { '2': 1, '1': 2 } }])).toMatch(
    /^3 copies in member accounts stay \(1, 2\)/,
  );
});
