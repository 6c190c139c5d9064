import { formatAge, formatDuration } from '../../core/lib/duration';
import type { Image, Share } from '../../core/model/image';
import { hasHealth } from '../../core/image/health';
import { isRevoked } from '../../core/image/revocation';
import { scheduleOf } from '../../core/image/schedule';
import { cudaVersionTag, tagKeys } from '../../core/tags';
import { secondsToReady } from '../../core/stack/volume-initialization';
import { renderTable } from './layout/table';
import type { Column } from './layout/table';
import type { Styles } from '../framework/style';

/** An image with the channels that point to it. */
export type ShownImage = Image & { channels?: string[] };

/** The options of the tables of images. */
export interface ImageView {
  now: Date;
  styles: Styles;
  emoji: boolean;
  width?: number;
  /** Whether to show all columns, also those that are shown only where there is room. */
  wide?: boolean;
  /** Whether to show a REGION column. */
  regions?: boolean;
  /** Whether to show an ACCOUNT column. */
  accounts?: boolean;
}

// The fields of the convention, under their fixed names, then ours.
const shownFields = [
  ['ami_id', 'name', 'description', 'architecture', 'creation_date', 'size_gb', 'stack', 'version', 'gpu', 'base_os'],
  ['deprecated', 'tags', 'region', 'owner_id', 'account', 'state', 'lifecycle', 'variant', 'base_ami', 'build_id'],
  ['replicated_from', 'revocation', 'health', 'findings', 'package_scan', 'tests', 'channels', 'shares'],
  ['encryption_key', 'last_launched', 'removal_postponed'],
].flat() as readonly (keyof ShownImage)[];

/** Returns the JSON and YAML fields of an image: first those of the convention, then ours. */
export function imageFields(image: ShownImage): Record<string, unknown> {
  const all: ShownImage = { ...image, tags: image.tags ?? {}, channels: image.channels ?? [] };
  return {
    ...Object.fromEntries(shownFields.filter((field) => all[field] !== undefined).map((field) => [field, all[field]])),
    ...scheduleOf(all.tags),
    seconds_to_ready: secondsToReady(image.tests),
  };
}

/**
 * Renders `AMIs (4 found):`, the table, and the warnings by image. STATUS joins `GPU`, `[deprecated]`, `[revoked]` or
 * EC2's state when it is not `available`, the shares, channels such as `[stable]`, and a warning sign.
 */
export function renderImages(images: readonly ShownImage[], view: ImageView): string {
  const head = `AMIs (${images.length} found):\n`;
  if (images.length === 0) return head;
  return `${head}\n${renderTable(images, imageColumns(view), view.styles, view.width)}${renderWarnings(images, view.styles)}`;
}

function imageColumns(view: ImageView): Column<ShownImage>[] {
  const onlyWithRoom = view.wide !== true;
  const columns: Column<ShownImage>[] = [
    { heading: 'NAME', cell: (image) => image.name, cut: 'middle' },
    { heading: 'AMI ID', cell: (image) => image.ami_id },
    ...(view.accounts === true ? [{ heading: 'ACCOUNT', cell: (image: ShownImage) => image.owner_id }] : []),
    ...(view.regions === true ? [{ heading: 'REGION', cell: (image: ShownImage) => image.region }] : []),
    { heading: 'STACK', cell: (image) => image.stack ?? '', cut: 'end', drop: 8 },
    { heading: 'VERSION', cell: (image) => image.version ?? '', cut: 'end', drop: 7 },
    { heading: 'ARCH', cell: (image) => image.architecture, drop: 6 },
    { heading: 'CUDA', cell: (image) => image.tags[cudaVersionTag] ?? '', optional: onlyWithRoom, drop: 3 },
    { heading: 'SIZE', cell: (image) => `${image.size_gb}GB`, drop: 5 },
    { heading: 'SNAPS', cell: ({ snapshots }) => countOf(snapshots), optional: onlyWithRoom, drop: 1 },
    { heading: 'AGE', cell: (image) => formatAge(new Date(image.creation_date), view.now), drop: 4 },
    { heading: 'READY', cell: (image) => readyText(image) ?? '', optional: onlyWithRoom, drop: 2 },
    ...(onlyWithRoom ? [] : [{ heading: 'LAUNCHED', cell: (image: ShownImage) => sinceLaunch(image, view.now) }]),
    { heading: 'STATUS', cell: (image) => statusOf(image, view.emoji), whole: true },
  ];
  return onlyWithRoom ? columns : columns.map(({ drop: _, ...column }) => column);
}

// EC2 reports a launch up to a day late, so no launch is not the same as never.
const sinceLaunch = ({ last_launched }: ShownImage, now: Date): string =>
  last_launched === undefined ? '' : formatAge(new Date(last_launched), now);

const countOf = (items: readonly unknown[]): string => (items.length === 0 ? '' : String(items.length));

/** Returns the measured time until an instance of the image is ready, such as `31s`. */
export function readyText({ tests }: Pick<Image, 'tests'>): string | undefined {
  const seconds = secondsToReady(tests);
  return seconds === undefined ? undefined : formatDuration(seconds);
}

/**
 * Returns the status of an image, such as `GPU [deprecated] [shared: 2] [stable] ⚠️`; empty if nothing applies.
 */
export function statusOf(image: ShownImage, emoji: boolean): string {
  const parts: string[] = [];
  if (image.gpu) parts.push('GPU');
  const from = image.tags[tagKeys.deprecatedDate];
  if (image.deprecated) parts.push('[deprecated]');
  else if (from !== undefined) parts.push(`[deprecated from ${from.slice(0, 10)}]`);
  const { disable_at, remove_at } = scheduleOf(image.tags);
  if (disable_at !== undefined && !isRevoked(image)) parts.push(`[disable at ${disable_at.slice(0, 10)}]`);
  if (remove_at !== undefined) parts.push(`[remove at ${remove_at.slice(0, 10)}]`);
  if (isRevoked(image)) parts.push('[revoked]');
  else if (image.state !== 'available') parts.push(`[${image.state}]`);
  if (image.shares?.length) parts.push(sharesOf(image.shares));
  for (const channel of image.channels ?? []) parts.push(`[${channel}]`);
  if (hasHealth(image) && image.health === undefined) parts.push('[not checked]');
  if (isDoubtful(image)) parts.push(emoji ? '⚠️' : '!');
  return parts.join(' ');
}

/** Returns `[public]`, or the number of accounts, organizations and units that an image is shared with. */
function sharesOf(shares: readonly Share[]): string {
  return shares.some(({ kind }) => kind === 'public') ? '[public]' : `[shared: ${shares.length}]`;
}

function renderWarnings(images: readonly Image[], styles: Styles): string {
  const doubtful = images.filter(isDoubtful);
  if (doubtful.length === 0) return '';
  const blocks = doubtful.map((image) =>
    [`  ${image.name}:`, ...image.health!.messages.map((message) => `    - ${message}`)].join('\n'),
  );
  return `\n${styles.yellow('Warnings:')}\n${blocks.join('\n')}\n`;
}

// An unknown health is shown as well: it is not the same as healthy.
function isDoubtful(image: Image): boolean {
  return image.health !== undefined && image.health.level !== 'healthy' && image.health.messages.length > 0;
}
