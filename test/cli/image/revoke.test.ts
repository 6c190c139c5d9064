import { spawn } from '../kit/spawn';
import { image } from '../kit/things';

const id = 'ami-0abc1230abc1230ab';
const child = { ami_id: 'ami-0abc1230abc1230ac', region: 'us-east-1', name: 'child', revoked: false };
const answer = () => ({
  body: {
    changed: true,
    images: [image({ ami_id: id })],
    gone: [],
    descendants: [child],
    warnings: ['built on it and not revoked: child'],
  },
});

test('ami revoke sends the reason, warns of what was built on the image, and prints a line for each', async () => {
  const { code, out, err, requests } = await spawn(['ami', 'revoke', id, '--reason', 'CVE-2026-1', '--yes'], {
    answer,
  });
  expect(requests).toEqual([{ method: 'POST', path: `/v1/images/${id}/revocation`, body: { reason: 'CVE-2026-1' } }]);
  expect([code, out, err]).toEqual([
    0,
    `pytorch-2.2-cpu-20260114 (${id} in us-east-1): revoked\n`,
    'warning: built on it and not revoked: child\n',
  ]);
});

test('ami revoke needs a reason, and sends descendants and region when they are named', async () => {
  expect((await spawn(['revoke-ami', id, '--yes'], { answer })).code).toBe(2);
  const { requests, out } = await spawn(
    ['revoke-ami', id, '--reason', 'x', '--descendants', '--region', 'eu-west-1', '--yes', '-o', 'json'],
    { answer },
  );
  expect(requests[0]?.body).toEqual({ reason: 'x', descendants: true, region: 'eu-west-1' });
  expect(JSON.parse(out)).toMatchObject({ changed: true, descendants: [child] });
});

test('ami restore takes it back, and ami descendants lists what was built on it', async () => {
  const { requests, out, err } = await spawn(['ami', 'restore', id, '--reason', 'false alarm', '--descendants'], {
    answer,
  });
  expect(requests[0]).toEqual({
    method: 'DELETE',
    path: `/v1/images/${id}/revocation`,
    query: { reason: 'false alarm', descendants: true },
  });
  expect([out, err]).toEqual([expect.stringContaining('restored'), 'warning: built on it and not revoked: child\n']);
  expect(
    (
      await spawn(['ami', 'descendants', id], {
        answer: () => ({ body: { descendants: [{ ...child, revoked: true }] } }),
      })
    ).out,
  ).toMatch(/child +ami-0abc1230abc1230ac +us-east-1 +- +- +\[revoked\]/);
  expect(
    (await spawn(['ami', 'descendants', id, '-o', 'json'], { answer: () => ({ body: { descendants: [] } }) })).out,
  ).toBe('[]\n');
});
