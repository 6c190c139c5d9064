import { afterMark, canGiveBack } from '../../../core/cleanup/last-look';
import { endOfGrace } from '../../../core/cleanup/grace';
import { dueOrphans, foreignOrphans } from '../../../core/cleanup/orphans';
import { reconcile } from '../../../core/catalog/reconcile';
import { ec2DeprecationTime, isDeprecated } from '../../../core/image/deprecation';
import { dueDisablings, dueRemovals } from '../../../core/image/schedule';
import { chooseInstance } from '../../../core/instance/name';
import { judgeLeftover, type Leftover } from '../../../core/leftover/judge';
import { formatAge, formatRough } from '../../../core/lib/duration';
import { policyOf } from '../../../core/stack/policy';
import { judgeKey } from '../../../core/api/idempotency';
import { latestOf, sortImages } from '../../../core/release/listing';
import { selectImage } from '../../../core/release/selection';
import { tagKeys } from '../../../core/tags';
import { deadlineOf, judgeWait } from '../../../core/wait/condition';
import type { Wait } from '../../../core/wait/record';
import { deployment, imageOf, removedBy, requests, someImages } from './images';
import { day, hour, minute, type Draw } from './moments';

/** A sentence of policy about time, tried with what is drawn. Returns what contradicts it. */
export type Rule = (draw: Draw) => string | undefined;

const iso = (time: number): string => new Date(time).toISOString();
const candidate = { [tagKeys.managed]: 'true', [tagKeys.deployment]: deployment, [tagKeys.state]: 'candidate' };
const launched = { [tagKeys.managed]: 'true', [tagKeys.deployment]: deployment, [tagKeys.purpose]: 'launch' };
const both = (images: ReturnType<typeof someImages>): string[] => images.map(({ ami_id }) => ami_id).sort();

export const rules: Readonly<Record<string, Rule>> = {
  'an image from the future, or of an unknown age, is never removed': (draw) => {
    const now = draw.moment();
    const date = draw.chance(0.5) ? draw.unreadable() : iso(now.getTime() + 1 + draw.below(2 * day));
    const others = someImages(draw, now);
    const images = [...others, imageOf('new', date, { version: '0.1.0', deprecated: draw.chance(0.5) })];
    const request = draw.pick(requests(images));
    return removedBy(images, request, now).includes('ami-new') ? `${date} at ${now.toISOString()}` : undefined;
  },
  'what is removed at a time is removed later too, unless it is used': (draw) => {
    const now = draw.moment();
    const images = someImages(draw, now);
    const request = draw.pick(requests(images));
    const later = removedBy(images, request, new Date(now.getTime() + draw.below(30 * day)));
    const lost = removedBy(images, request, now).filter((id) => !later.includes(id));
    return lost.length > 0 ? `${lost.join(' ')} at ${now.toISOString()} ${JSON.stringify(request)}` : undefined;
  },
  'the order in which EC2 lists images of equal age decides nothing': (draw) => {
    const now = draw.moment();
    const images = someImages(draw, now);
    const other = draw.shuffled(images);
    const request = draw.pick(requests(images));
    const removed = [images, other].map((list) => removedBy(list, request, now).join());
    const wanted = { stack: 'tool', region: 'us-east-1' };
    const usable = images.some(({ deprecated }) => !deprecated);
    const chosen = usable ? [images, other].map((list) => selectImage(list, wanted).image.ami_id) : [];
    const latest = [images, other].map((list) => both(latestOf(list) as typeof images).join());
    const sorted = [images, other].map((list) =>
      sortImages(list)
        .map(({ ami_id }) => ami_id)
        .join(),
    );
    const differing = { removed, chosen, latest, sorted };
    const found = Object.entries(differing).find(([, [one, two]]) => one !== two);
    return found && `${found[0]}: ${found[1].join(' or ')}`;
  },
  'a tag that is no time schedules nothing, and one of the future nothing yet': (draw) => {
    const now = draw.moment();
    const text = draw.chance(0.6) ? draw.unreadable() : iso(now.getTime() + 1 + draw.below(400 * day));
    const tags = { [tagKeys.removeAt]: text, [tagKeys.disableAt]: text, [tagKeys.deprecatedDate]: text };
    const old = imageOf('old', iso(now.getTime() - hour), { tags, version: '0.1.0' });
    const images = [old, imageOf('new', iso(now.getTime() - hour), { version: '2.0.0' })];
    const due = [
      ...dueRemovals([old], deployment, now),
      ...dueDisablings([old], deployment, now),
      ...removedBy(images, { kind: 'policy' }, now),
    ];
    return due.length > 0 || isDeprecated(tags, now) ? `'${text}' at ${now.toISOString()}` : undefined;
  },
  'a schedule is due from its time on': (draw) => {
    const time = draw.moment();
    const old = imageOf('old', iso(time.getTime() - hour), { tags: { [tagKeys.removeAt]: time.toISOString() } });
    const dueAt = (at: number): boolean => dueRemovals([old], deployment, new Date(at)).length > 0;
    const at = time.getTime();
    return dueAt(at) && dueAt(at + draw.below(day)) && !dueAt(at - 1) ? undefined : time.toISOString();
  },
  'the reaper removes nothing whose deadline is ahead or cannot be read, unless its build is over': (draw) => {
    const now = draw.moment();
    const text = draw.chance(0.5) ? draw.unreadable() : iso(now.getTime() + 1 + draw.below(day));
    const kind = draw.pick(['instance', 'image', 'snapshot'] as const);
    const ofBuild: Leftover = {
      id: 'x',
      kind,
      tags: { ...candidate, [tagKeys.ttlDeadline]: text },
      run: draw.pick(['running', 'unknown'] as const),
    };
    const ofPerson: Leftover = { ...ofBuild, kind: 'instance', tags: { ...launched, [tagKeys.ttlDeadline]: text } };
    const removed = [ofBuild, ofPerson].find((one) => judgeLeftover(one, { deployment, now }).remove);
    return removed && `'${text}' at ${now.toISOString()}: ${JSON.stringify(removed)}`;
  },
  'the reaper lets a build that has ended clean up for 15 minutes, whatever its clock says': (draw) => {
    const now = draw.moment();
    const ended = now.getTime() + draw.skew();
    const leftover: Leftover = { id: 'x', kind: 'image', tags: candidate, run: 'over' };
    const { remove } = judgeLeftover(leftover, { deployment, now, run_ended_at: iso(ended) });
    return remove === now.getTime() - ended >= 15 * minute ? undefined : `${iso(ended)} at ${now.toISOString()}`;
  },
  'a marked image stays for its grace period, and what has none ends now': (draw) => {
    const now = draw.moment();
    const marked = Array.from({ length: draw.below(4) }, () => ({
      marked_at: iso(now.getTime() + draw.skew()),
      grace_minutes: draw.pick([0, 1, 60, 1440]),
    }));
    const end = endOfGrace(marked, now).getTime();
    const ends = marked.map((one) => Date.parse(one.marked_at) + one.grace_minutes * minute);
    return end === Math.max(now.getTime(), ...ends) ? undefined : `${iso(end)} for ${JSON.stringify(marked)}`;
  },
  'an image can be given back until a minute before its grace period ends, and not without one': (draw) => {
    const now = draw.moment();
    const end = now.getTime() + draw.skew();
    const early = canGiveBack({ status: 'waiting', grace_ends_at: iso(end) }, now);
    const odd = draw.pick([undefined, draw.unreadable()]);
    const unknown =
      odd !== undefined && Date.parse(odd) > 0 ? false : canGiveBack({ status: 'waiting', grace_ends_at: odd }, now);
    return early === end - now.getTime() > minute && !unknown ? undefined : `${iso(end)} at ${now.toISOString()}`;
  },
  'an image that does not become disabled is given back after ten minutes, never removed': (draw) => {
    const now = draw.moment();
    const age = draw.skew();
    const disabled = { at: iso(now.getTime() - age), by_cleanup: true, launch_permissions: [], tries: 0 };
    const next = afterMark({ disabled }, 'available', now);
    const wanted = age > 10 * minute ? 'give-back' : age > minute ? 'disable' : 'wait';
    return next === wanted ? undefined : `${next} after ${age} ms`;
  },
  'a wait fails at its deadline and not before, and a ready resource counts after it': (draw) => {
    const now = draw.moment();
    const seconds = 1 + draw.below(200_000);
    const deadline = deadlineOf(now, seconds).getTime();
    const wait = {
      condition: 'instance-stopped',
      resource: 'instance:us-east-1:i-1',
      region: 'us-east-1',
      instance_id: 'i-1',
      started_at: now.toISOString(),
      deadline: iso(deadline),
    } as Wait;
    const at = (time: number, state: string): string =>
      judgeWait(wait, { instance: { state } } as unknown as Parameters<typeof judgeWait>[1], new Date(time)).state;
    const isRight =
      deadline > now.getTime() &&
      deadline < now.getTime() + seconds * 1000 &&
      at(deadline - 1, 'running') === 'pending' &&
      at(deadline, 'running') === 'failed' &&
      at(deadline + draw.below(day), 'stopped') === 'ready';
    return isRight ? undefined : `${seconds} s from ${now.toISOString()}`;
  },
  'an orphan whose date cannot be read, or is ahead, stays': (draw) => {
    const now = draw.moment();
    const text = draw.chance(0.5) ? draw.unreadable() : iso(now.getTime() + 1 + draw.below(2 * day));
    const old = iso(now.getTime() - 100 * day);
    const [since, start] = draw.chance(0.5) ? [text, old] : [old, text];
    const snapshot = {
      snapshot_id: 'snap-1',
      region: 'us-east-1',
      state: 'completed',
      description: 'Created by CreateImage(i-1) for ami-0a',
      start_time: start,
      size_gb: 8,
      tags: { [tagKeys.orphanedSince]: since },
    } as unknown as Parameters<typeof foreignOrphans>[0][number];
    const cleanup = { ...policyOf(undefined).cleanup, enabled: true, orphan_days: 1, minimum_age_days: 0 };
    const entry = { id: 'snap-1', stack: 'tool', creation_date: start, reasons: [] } as unknown as Parameters<
      typeof dueOrphans
    >[0][number];
    const due = dueOrphans([entry], [snapshot], new Map([['tool', cleanup]]), now);
    const [foreign] = foreignOrphans([snapshot], [], { description: '*', age_days: 1, binned: [], now });
    const removed = due.length > 0 || (start === text && foreign?.decision === 'remove');
    return removed ? `since '${since}', from '${start}', at ${now.toISOString()}` : undefined;
  },
  'a record that is younger than EC2 lists new images is not taken for vanished': (draw) => {
    const now = draw.moment();
    const created = now.getTime() + Math.abs(draw.skew());
    const { vanish } = reconcile('us-east-1', [], [imageOf('new', iso(created))], now);
    return vanish.length > 0 ? `${iso(created)} at ${now.toISOString()}` : undefined;
  },
  'EC2 gets the time of a deprecation in whole minutes, and never in the past': (draw) => {
    const now = draw.moment();
    const at = new Date(now.getTime() + draw.skew());
    const time = ec2DeprecationTime(at, now).getTime();
    const isRight = time % minute === 0 && time > now.getTime() && time >= at.getTime();
    return isRight ? undefined : `${at.toISOString()} at ${now.toISOString()}`;
  },
  'a key of a request is held for a minute, by a clock that is wrong too': (draw) => {
    const now = draw.moment();
    const age = draw.skew();
    const known = { claim: 'a', body_digest: 'b', claimed_at: iso(now.getTime() - age), id_part: 'c' };
    const isFree = ((): boolean => {
      try {
        return judgeKey(known, { digest: 'b', key: 'k', now }) === undefined;
      } catch {
        return false;
      }
    })();
    return isFree === age > minute ? undefined : `${age} ms`;
  },
  'of instances with one name that ended at once, the same is chosen in any order': (draw) => {
    const now = draw.moment();
    const times = [now.toISOString(), iso(now.getTime() - 1000)];
    const instances = Array.from({ length: 2 + draw.below(4) }, (_, index) => ({
      instance_id: `i-${index}`,
      name: 'builder',
      state: 'terminated',
      region: 'us-east-1',
      launch_time: draw.pick(times),
    }));
    const [one, two] = [instances, draw.shuffled(instances)].map((list) => chooseInstance(list, 'builder', true));
    return one?.instance_id === two?.instance_id ? undefined : `${one?.instance_id} or ${two?.instance_id}`;
  },
  'an age is never told as negative or as no number': (draw) => {
    const now = draw.moment();
    const since = new Date(now.getTime() + draw.skew());
    const told = [formatAge(since, now), formatRough((now.getTime() - since.getTime()) / 1000)];
    return told.every((text) => /^(\d+[dhms])+$/.test(text)) ? undefined : told.join(' ');
  },
};
