import { spawn } from '../kit/spawn';

const id = 'ami-0abc1230abc1230ab';
const use = { ami_id: id, region: 'us-east-1', kind: 'instance', name: 'i-0123', detail: 'running, web' };
const owners = (changes = {}) => ({
  body: {
    owner_tag: 'owner',
    images: [{ ami_id: id, region: 'us-east-1', name: 'tool-1.0.0' }],
    owners: [{ owner: 'ann', uses: [{ ...use, owner: 'ann' }] }, { uses: [{ ...use, name: 'i-0456' }] }],
    unread: [],
    ...changes,
  },
});

test.each([
  ['deprecated', ['deprecate-ami', id, '--dry-run']],
  ['revoked', ['ami', 'revoke', id, '--reason', 'CVE', '--dry-run']],
  ['shared', ['share-ami', id, '--public', '--dry-run']],
  ['shared no longer', ['share-ami', id, '--account', '210987654321', '--revoke', '--dry-run']],
])(
  'a dry run lists what would be %s and its users by owner, asks nothing and changes nothing',
  async (would, words) => {
    const { code, out, requests } = await spawn(words, { answer: () => owners() });
    expect(requests).toEqual([{ method: 'GET', path: `/v1/images/${id}/owners`, query: {} }]);
    expect([code, out.split('\n')[0]]).toEqual([0, `Would be ${would}:`]);
    expect(out).toMatch(/\nann +instance +i-0123 +running, web .*\n- +instance +i-0456 /);
  },
);

test('a dry run says what could not be read, and that the settings name no tag', async () => {
  const unread = [{ region: 'eu-west-1', kind: 'launch-template', reason: 'denied' }];
  const blind = await spawn(['deprecate-ami', id, '--dry-run'], { answer: () => owners({ owners: [], unread }) });
  expect([blind.err, blind.out]).toEqual([
    'warning: eu-west-1: each launch-template could not be read: denied\n',
    expect.stringContaining('No use found in what could be read.'),
  ]);
  const nameless = await spawn(['deprecate-ami', id, '--dry-run'], { answer: () => owners({ owner_tag: undefined }) });
  expect(nameless.out).toContain('the settings name no owner_tag');
  const json = await spawn(['deprecate-ami', id, '--dry-run', '-o', 'json'], { answer: () => owners() });
  expect(JSON.parse(json.out)).toMatchObject({ dry_run: true, owners: [{ owner: 'ann' }, {}] });
});

test.each([
  ['deprecated', ['deprecate-ami', id, '--descendants', '--dry-run']],
  ['revoked', ['ami', 'revoke', id, '--reason', 'CVE', '--descendants', '--dry-run']],
])('with descendants it lists what was built on it too, and why one would not be %s', async (would, words) => {
  const images = [
    { ami_id: id, region: 'us-east-1', name: 'tool-1.0.0' },
    { ami_id: 'ami-0def4560def4560de', region: 'us-east-1', name: 'child-1.0.0', descendant: true },
  ];
  const { out, err, requests } = await spawn(words, { answer: () => owners({ images, warnings: ['not ours'] }) });
  expect(requests).toMatchObject([{ method: 'GET', query: { descendants: true } }]);
  expect(out).toContain(`Would be ${would}:\n  tool-1.0.0 (${id} in us-east-1)\n  child-1.0.0 (`);
  expect(out).toContain('in us-east-1), built on it\n');
  expect(err).toBe('warning: not ours\n');
});
