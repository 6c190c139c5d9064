import { createHash } from 'node:crypto';
import { removedBy, requests, someImages } from './images';
import { Draw, zones } from './moments';
import { rules } from './rules';
import { wrongSchedule } from './schedules';

/** What the rules about ages and schedules answer for a case, as text. */
function answersOf(seed: number): string {
  const draw = new Draw(seed);
  const now = draw.moment();
  const images = someImages(draw, now);
  const removed = requests(images).map((request) => removedBy(images, request, now));
  const told = Object.values(rules).map((rule) => rule(draw));
  return createHash('sha256')
    .update(JSON.stringify([removed, told]))
    .digest('hex');
}

/** Returns the answers of a case on a machine in some zone. Node reads TZ each time that it is set. */
function answersIn(zone: string | undefined, seed: number): string {
  const before = process.env.TZ;
  try {
    if (zone !== undefined) process.env.TZ = zone;
    return answersOf(seed);
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}

/** Tries all rules about time with what a seed draws. Returns what contradicts them. */
export function wrongClock(seed: number): string[] {
  const draw = new Draw(seed);
  const wrong = Object.entries(rules).flatMap(([name, rule]) => {
    const found = rule(draw);
    return found === undefined ? [] : [`${name}: ${found}`];
  });
  const schedule = wrongSchedule(draw);
  const here = answersIn('UTC', seed);
  const zone = zones[seed % zones.length] as string;
  return [
    ...wrong,
    ...(schedule === undefined ? [] : [`a schedule is due when its time has come: ${schedule}`]),
    ...(answersIn(zone, seed) === here ? [] : [`the zone of the machine decides nothing: ${zone}`]),
  ];
}
