import type { DiffAnswer } from '../../../core/api/contract/image-contents';
import { spawn } from '../kit/spawn';

const side = (ami_id: string, name: string) => ({ ami_id, name, region: 'us-east-1' });
const diff: DiffAnswer = {
  from: side('ami-0abc1230abc1230ab', 'old'),
  to: side('ami-0def4560def4560de', 'new'),
  facts: [{ fact: 'size', from: '30GB', to: '50GB' }],
  packages: {
    compared: true,
    missing: [],
    changes: [
      { manager: 'pip', name: 'torch', from: '2.1', to: '2.2' },
      { manager: 'rpm', name: 'jq', to: '1.7' },
      { manager: 'rpm', name: 'tree', from: '2.1' },
    ],
  },
  tags: [],
};

test('a comparison shows what was added, removed and changed', async () => {
  const { out, requests } = await spawn(['ami', 'diff', 'pytorch@2.1', 'pytorch@2.2'], {
    answer: () => ({ body: diff }),
  });
  expect(requests[0]).toMatchObject({ path: '/v1/images/diff', query: { from: 'pytorch@2.1', to: 'pytorch@2.2' } });
  expect(out).toContain('Packages: 3 differ\n  ~ torch (pip) 2.1 → 2.2\n  + jq (rpm) 1.7\n  - tree (rpm) 2.1\n');
  expect(out).not.toContain('Tags');
});

test('a missing package list is said, and not that nothing differs', async () => {
  const { out } = await spawn(['ami', 'diff', 'a@1', 'b@1'], {
    answer: () => ({
      body: { ...diff, packages: { compared: false, missing: ['ami-0def4560def4560de'], changes: [] } },
    }),
  });
  expect(out).toContain('Packages: not compared\n  ami-0def4560def4560de has no package list');
});

test('packages are a table, and a list for programs', async () => {
  const body = {
    ...side('ami-0abc1230abc1230ab', 'old'),
    packages: [{ manager: 'pip', name: 'torch', version: '2.2.0' }],
  };
  expect((await spawn(['ami', 'packages', 'ami-0abc1230abc1230ab'], { answer: () => ({ body }) })).out).toBe(
    'NAME   VERSION  FROM\ntorch  2.2.0    pip\n',
  );
  expect(
    JSON.parse(
      (await spawn(['ami', 'packages', 'ami-0abc1230abc1230ab', '-o', 'json'], { answer: () => ({ body }) })).out,
    ),
  ).toEqual(body.packages);
});

test.each([
  ['verified', 0],
  ['tampered', 4],
  ['unsigned', 4],
] as const)('an image that is %s ends with %d', async (verdict, code) => {
  const body = {
    ami_id: 'ami-0abc1230abc1230ab',
    region: 'us-east-1',
    verdict,
    checks: [{ name: 'signature', passed: verdict === 'verified', detail: 'by the key of this deployment' }],
    notes: ['the image x is revoked: CVE-2026-1'],
  };
  const ended = await spawn(['verify', 'ami-0abc1230abc1230ab'], { answer: () => ({ body }) });
  expect(ended.code).toBe(code);
  expect(ended.out).toContain('signature: by the key of this deployment');
  expect(ended.out).toMatch(/\nnote {3}the image x is revoked: CVE-2026-1\n$/);
});
