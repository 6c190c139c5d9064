import type { Poison } from '../poison/kinds';

/** What can go wrong at one call of a function. */
export const faultKinds = [
  'throttled',
  'throttled-20',
  'error-500',
  'unavailable-3',
  'reset',
  'answer-lost',
  'denied',
  'killed-before',
  'killed',
  'out-of-time',
  'quota',
  'never-completes',
  'invisible',
  'stale',
  'not-found',
  'away-15',
  'away-30',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A fault: at the n-th call (from 1) of an action of a service by a function. */
export interface Fault {
  /** The name of the function without the prefix of the deployment. */
  function: string;
  /** `ec2:RunInstances`. */
  action: string;
  nth: number;
  kind: FaultKind;
}

/** What can happen to an event on its way. */
export const eventKinds = ['tripled', 'dropped', 'hour-late', 'early', 'reordered', 'foreign', 'malformed'] as const;

export type EventKind = (typeof eventKinds)[number];

/** A disturbance of the n-th event (from 1) of a kind, `aws.ec2/EC2 AMI State Change`; all of them if `nth` is 0. */
export interface EventFault {
  event: string;
  nth: number;
  kind: EventKind;
}

/** A user cancels the run whose execution enters its n-th state (from 1) of a machine. */
export interface Cancellation {
  machine: string;
  nth: number;
  /** The API's cancellation, or StopExecution by an operator. */
  by: 'request' | 'stop';
}

/** What an actor does; what it refers to is found when it comes to it, and without that it does nothing. */
export interface Step {
  /** Steps of one actor follow each other; actors run beside each other. */
  actor: number;
  do: string;
  /** It waits until a function calls this: `remove-images ec2:DisableImage #1`; for two hours at most. */
  when?: string;
  with?: Record<string, unknown>;
}

/** One history, complete: the same case gives the same events in every process. */
export interface Case {
  seed: number;
  steps: Step[];
  faults: Fault[];
  events: EventFault[];
  cancellations: Cancellation[];
  /** How often a call of a function fails, besides the faults; which does is drawn from the seed. */
  rate?: number;
  /** Answers of AWS that are wrong. */
  poisons?: Poison[];
  /** What actors do at the same time after the steps; all requests take equally long then. */
  race?: Race;
}

/** Actors that begin at the same time, and which of the requests that wait goes first. */
export interface Race {
  steps: Step[];
  /** How many requests go in the order of the seed after the first awaited step has begun, before `order` begins. */
  window: number;
  /** Positions among the requests that wait, modulo their number; afterwards the seed decides. */
  order: number[];
}

export interface Violation {
  invariant: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'simulation';
  what: string;
}

/** A call site: which function calls what. */
export interface Site {
  function: string;
  action: string;
  calls: number;
}

export interface Outcome {
  violations: Violation[];
  /** SHA-256 of the log of all calls, events and transitions. */
  digest: string;
  log?: string[];
  sites: Site[];
  events: Record<string, number>;
  /** States entered, by machine. */
  transitions: Record<string, number>;
  /** Faults, event faults and cancellations that happened. */
  struck: number;
  /** Faults that the rate let happen. */
  faults: Fault[];
  /** How often several requests of a race waited, so that one had to be chosen. */
  choices: number;
  /** Whether the catalog differed from EC2 until the next night. */
  repairedAtNight: boolean;
  cpuMilliseconds: number;
}

export const emptyCase: Case = { seed: 1, steps: [], faults: [], events: [], cancellations: [] };
