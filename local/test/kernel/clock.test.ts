import * as fc from 'fast-check';
import { virtualClock, wallClock } from '../../kernel/clock';
import { followPace } from '../../kernel/pace';

const noon = Date.parse('2026-01-14T12:00:00Z');
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const turns = async (count: number) => {
  for (let done = 0; done < count; done += 1) await turn();
};

describe('the virtual clock', () => {
  test('jumps over a year of sleep at once', async () => {
    const clock = virtualClock(noon);
    await clock.sleep(365 * 86_400_000);
    expect(clock.now()).toBe(noon + 365 * 86_400_000);
  });

  test('fires timers by due time and equal ones in the order in which they were made', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 30 }), async (delays) => {
        const clock = virtualClock(noon);
        const fired: [number, number][] = [];
        delays.forEach((delay, index) => clock.after(delay, () => fired.push([clock.now() - noon, index])));
        await clock.advance(20);
        const expected = delays
          .map((delay, index): [number, number] => [delay, index])
          .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(fired).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  test('stands still while a hold is open, and goes on after its release', async () => {
    const clock = virtualClock(noon);
    const release = clock.hold();
    let woken = false;
    const sleep = clock.sleep(1000).then(() => (woken = true));
    await turns(40);
    expect([woken, clock.now()]).toEqual([false, noon]);
    release();
    release();
    await sleep;
    expect(clock.now()).toBe(noon + 1000);
  });

  test('lets work that hops through the event loop add an earlier timer before it jumps', async () => {
    const clock = virtualClock(noon);
    const order: string[] = [];
    const late = clock.sleep(5000).then(() => order.push('late'));
    const hopping = turns(5).then(async () => {
      await clock.sleep(1000);
      order.push('early');
    });
    await Promise.all([late, hopping]);
    expect(order).toEqual(['early', 'late']);
  });

  test('never moves because of background timers alone', async () => {
    const clock = virtualClock(noon);
    let ticks = 0;
    const tick = () => {
      ticks += 1;
      clock.after(60_000, tick, { background: true });
    };
    clock.after(60_000, tick, { background: true });
    await turns(40);
    expect([ticks, clock.now()]).toEqual([0, noon]);
    await clock.sleep(150_000);
    expect(ticks).toBe(2);
    await turns(40);
    expect(ticks).toBe(2);
  });

  test('runs background timers while somebody awaits a promise that one of them settles', async () => {
    const clock = virtualClock(noon);
    let settle = () => {};
    const settled = new Promise<void>((resolve) => (settle = resolve));
    let ticks = 0;
    const tick = () => {
      ticks += 1;
      if (ticks === 10) settle();
      clock.after(60_000, tick, { background: true });
    };
    clock.after(60_000, tick, { background: true });
    await clock.until(settled);
    await turns(40);
    expect(ticks).toBe(10);
    expect(clock.now()).toBe(noon + 600_000);
  });

  test('advances by exactly the time asked for, one advance after the other', async () => {
    const clock = virtualClock(noon, { manual: true });
    const fired: number[] = [];
    for (const delay of [1000, 2000, 3001]) clock.after(delay, () => fired.push(delay));
    await Promise.all([clock.advance(1000), clock.advance(2000)]);
    expect([fired, clock.now() - noon]).toEqual([[1000, 2000], 3000]);
  });

  test('in manual mode does not move for a timer', async () => {
    const clock = virtualClock(noon, { manual: true });
    let fired = false;
    clock.after(1, () => (fired = true));
    await turns(40);
    expect(fired).toBe(false);
  });

  test('forgets a cancelled timer and does not jump for it', async () => {
    const clock = virtualClock(noon);
    let fired = false;
    clock.after(1000, () => (fired = true)).cancel();
    await turns(40);
    expect([fired, clock.now()]).toEqual([false, noon]);
  });

  test('rejects a sleep with the reason of its signal, without the time passing', async () => {
    const clock = virtualClock(noon);
    const release = clock.hold();
    const controller = new AbortController();
    const sleep = clock.sleep(1000, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(sleep).rejects.toThrow('stopped');
    release();
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('stopped');
    expect(clock.now()).toBe(noon);
  });
});

describe('the wall clock', () => {
  test('runs as many times faster as its factor says', async () => {
    const clock = wallClock(10_000, noon);
    await clock.sleep(60_000);
    expect(clock.now()).toBeGreaterThanOrEqual(noon + 59_000);
    expect(clock.now()).toBeLessThan(noon + 3_600_000);
  });

  test('runs at five times real time at most while something computes, in every thread', async () => {
    const clock = wallClock(1_000_000, noon);
    const elsewhere = followPace(clock.pace.shared);
    const [first, second] = [clock.hold(), clock.hold()];
    const [simulated, real] = [clock.now(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 20));
    first();
    first();
    expect(elsewhere() - simulated).toBeLessThan((performance.now() - real) * 5 + 5);
    second();
    await clock.sleep(3_600_000);
    expect(elsewhere() - simulated).toBeGreaterThan(3_600_000 - 1);
    expect(Math.abs(elsewhere() - clock.now())).toBeLessThan(3_600_000);
  });

  test('does not fire a cancelled timer', async () => {
    const clock = wallClock(10_000, noon);
    let fired = false;
    clock.after(10_000, () => (fired = true)).cancel();
    await clock.sleep(40_000);
    expect(fired).toBe(false);
  });
});

test('the real clock tells whole milliseconds, as the times of AWS are', () => {
  const clock = wallClock(7.3, noon);
  for (let count = 0; count < 100; count += 1) expect(Number.isInteger(clock.now())).toBe(true);
});
