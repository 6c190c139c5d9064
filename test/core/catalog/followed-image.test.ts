import { agreesWithEvent, eventStates, isTheirs } from '../../../core/catalog/followed-image';
import { tagKeys } from '../../../core/tags';
import { ec2Image, image } from '../kit/images';

test('a run or a cleanup records what becomes of its candidate, of what is marked, and of what is gone', () => {
  expect(isTheirs(image())).toBe(false);
  expect(isTheirs(image({ state: 'disabled' }))).toBe(false);
  expect(isTheirs(image({ lifecycle: 'candidate' }))).toBe(true);
  expect(isTheirs(image({ tags: { [tagKeys.cleanupMarked]: 'cln-1' } }))).toBe(true);
  expect(isTheirs(image({ state: 'deregistered' }))).toBe(true);
  expect(isTheirs(image({ state: 'vanished' }))).toBe(true);
});

test('EC2 agrees with an event when it shows that state; a deregistered image may be hidden, a new one needs its tags', () => {
  const seen = {
    managed: ec2Image(),
    'without tags': ec2Image({ tags: {} }),
    disabled: ec2Image({ state: 'disabled', tags: {} }),
    deregistered: ec2Image({ state: 'deregistered' }),
    hidden: undefined,
  };
  const agreeing = eventStates.map((state) => [
    state,
    Object.entries(seen).flatMap(([what, each]) => (agreesWithEvent(state, each) ? [what] : [])),
  ]);
  expect(Object.fromEntries(agreeing)).toEqual({
    available: ['managed'],
    deregistered: ['deregistered', 'hidden'],
    disabled: ['disabled'],
  });
});
