import { timeAt, setBy } from '../../console/client/clock';
import { afterAnswer, firstPage } from '../../console/client/cursors';
import { Problem, problemFrom, problemOf } from '../../console/client/problem';
import { addressOf, isChange } from '../../console/client/request';

test('an operation is asked at the path of its route, with its parameters and what is given of its query', () => {
  expect(addressOf('listImages', {})).toBe('/api/v1/images');
  expect(
    addressOf('showImage', { parameters: { id: 'a/b ..' }, query: { region: 'eu-west-1', more: undefined } }),
  ).toBe('/api/v1/images/a%2Fb%20..?region=eu-west-1');
});

test('what a read-only console refuses are the operations that change something', () => {
  expect([
    isChange('listImages'),
    isChange('examineAccount'),
    isChange('deprecateImage'),
    isChange('cancelBuild'),
  ]).toEqual([false, false, true, true]);
});

describe('the clock of the deployment', () => {
  const clock = { deployed: 1_000_000, real: 5_000, speed: 60 };

  test('runs at its speed from the moment that an answer has told', () => {
    expect(timeAt(clock, 6_000)).toBe(1_060_000);
    expect(timeAt({ ...clock, speed: 1 }, 6_000)).toBe(1_001_000);
  });

  test('is set by each answer, and not by one without a time', () => {
    expect(setBy(clock, '1970-01-01T00:30:00.000Z', 9_000)).toEqual({ deployed: 1_800_000, real: 9_000, speed: 60 });
    expect([setBy(clock, null, 9_000), setBy(clock, 'soon', 9_000)]).toEqual([clock, clock]);
  });
});

describe('the pages of a list', () => {
  test('are known one by one, as their cursors are answered', () => {
    const second = afterAnswer(firstPage, 1, 'b');
    expect(second).toEqual({ page: 1, cursors: [undefined, 'b'] });
    expect(afterAnswer({ ...second, page: 2 }, 2, 'c')).toEqual({ page: 2, cursors: [undefined, 'b', 'c'] });
    expect(afterAnswer({ ...second, page: 2 }, 2, undefined)).toEqual({ page: 2, cursors: [undefined, 'b'] });
  });

  test('that were read before stay while the list stays, and are forgotten when it has changed', () => {
    const known = { page: 1, cursors: [undefined, 'b', 'c'] };
    expect(afterAnswer(known, 1, 'b')).toBe(known);
    expect(afterAnswer(known, 1, 'x')).toEqual({ page: 1, cursors: [undefined, 'x'] });
    expect(afterAnswer(known, 1, undefined)).toEqual({ page: 1, cursors: [undefined] });
  });
});

describe('an error', () => {
  test('has the name, the sentence, the hint and the members of its answer', () => {
    const body = { name: 'NameTaken', detail: 'web is taken', hint: 'Use another', image: 'ami-1' };
    expect(problemOf(409, body)).toMatchObject({
      errorName: 'NameTaken',
      message: 'web is taken',
      hint: 'Use another',
      status: 409,
      details: { image: 'ami-1' },
    });
  });

  test('that is not ours is told as it is', () => {
    expect(problemOf(403, { message: 'Forbidden' })).toMatchObject({ message: 'Forbidden', errorName: undefined });
    expect(problemOf(502, 'x').message).toBe('The request failed with status 502');
  });

  test('of a console that does not answer says that its command has ended', () => {
    expect(problemFrom(new TypeError('Failed to fetch'))).toMatchObject({ errorName: 'ConsoleEnded' });
    const known = new Problem('x');
    expect(problemFrom(known)).toBe(known);
  });
});
