import type { Random } from '../../../kernel/types';

/** Least and most, in milliseconds. */
export type Span = readonly [number, number];

export interface Ec2Latencies {
  /** pending → running. */
  instanceStart: Span;
  /** Power off → on inside a reboot. */
  instanceReboot: Span;
  /** stopping → stopped. */
  instanceStop: Span;
  /** shutting-down → terminated. */
  instanceTerminate: Span;
  /** running → both status checks passed. */
  statusChecks: Span;
  /** CreateImage → available, for an image without data. */
  image: Span;
  /** On top of that for each GiB of its volumes. */
  imagePerGib: Span;
  /** CopyImage → available, for an image without data. */
  copy: Span;
  copyPerGib: Span;
  /** Until a new id is known to every call. */
  visibility: Span;
  /** How long CreateImage still refuses an instance after it is described as stopped (hashicorp/packer#9562). */
  settling: Span;
  /** How long a deregistered image still shows up in lists. */
  lingering: Span;
  /**
   * Until every part of EC2 knows that an image was disabled or enabled: lists and launches take it as it was before.
   */
  availability: Span;
}

/** What EC2 takes on a usual day. */
export const defaultLatencies: Ec2Latencies = {
  instanceStart: [9_000, 15_000],
  instanceReboot: [5_000, 10_000],
  instanceStop: [15_000, 25_000],
  instanceTerminate: [7_000, 13_000],
  statusChecks: [110_000, 150_000],
  image: [130_000, 170_000],
  imagePerGib: [1_500, 2_500],
  copy: [220_000, 260_000],
  copyPerGib: [3_000, 5_000],
  visibility: [0, 2_000],
  settling: [0, 0],
  lingering: [1_000, 6_000],
  availability: [1_000, 8_000],
};

/** What people see who try something out: as on AWS, a new id is nearly always known at once. Tests are harsher. */
export const usualVisibility: Span = [0, 100];

/** Returns a whole number of milliseconds between the two ends. */
export function draw(random: Random, [least, most]: Span): number {
  return Math.round(least + random() * (most - least));
}
