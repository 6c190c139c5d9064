import { endOfGrace } from '../../../core/cleanup/grace';

const now = new Date('2026-01-14T10:30:00Z');
const marked = (marked_at: string, grace_minutes: number) => ({ marked_at, grace_minutes });

test('the images of a cleanup share the grace period that ends last', () => {
  const images = [marked('2026-01-14T10:30:00Z', 60), marked('2026-01-14T10:00:00Z', 120)];
  expect(endOfGrace(images, now)).toEqual(new Date('2026-01-14T12:00:00Z'));
});

test('a grace period that is over ends now, as does that of no images', () => {
  expect(endOfGrace([marked('2026-01-14T08:00:00Z', 60)], now)).toEqual(now);
  expect(endOfGrace([], now)).toEqual(now);
});
