import type { ImageDetails } from '../../core/image-details';
import { spawn } from './spawn';
import { image } from './things';

const shown: ImageDetails = {
  ...image(),
  replicas: [{ ami_id: 'ami-0def4560def4560de', region: 'eu-west-1', state: 'available' }],
  events: [
    { time: '2026-01-14T10:30:00Z', action: 'created', build_id: 'bld-1', by: 'arn:aws:iam::123456789012:user/jo', detail: 'from i-0abc' },
    { time: '2026-01-16T02:00:00Z', action: 'vanished' },
  ],
};
const show = (argv: string[], body: ImageDetails) => spawn(['ami', 'show', body.ami_id, ...argv], { answer: () => ({ body }) });

test('an image is shown with where its copies are, and with what was done to it by whom', async () => {
  const { out } = await show([], shown);
  expect(out).toContain('eu-west-1  ami-0def4560def4560de  available\n');
  expect(out).toContain('2026-01-14T10:30:00Z  created  from i-0abc  by arn:aws:iam::123456789012:user/jo\n');
  expect(out).toContain('2026-01-16T02:00:00Z  vanished\n');
});

test('an image without copies has no such part', async () => {
  expect((await show([], { ...shown, replicas: [] })).out).not.toContain('Replicas');
});

test('programs get both as they are', async () => {
  expect(JSON.parse((await show(['-o', 'json'], shown)).out)).toMatchObject({ replicas: shown.replicas, events: shown.events });
});
