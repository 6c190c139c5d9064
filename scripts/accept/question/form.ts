import type { Evidence } from '../run/evidence';
import type { Session } from '../run/session';

export const verdicts = ['confirmed', 'refuted', 'not asked'] as const;

/** What AWS has answered: `not asked` where it could not be asked, with the reason. Evidence has nothing of the account. */
export interface Answer {
  verdict: (typeof verdicts)[number];
  evidence: string;
}

/**
 * A question that only an account can settle. `id` is that of the fact in the ledger. `judge` answers from what the
 * builds have shown, `act` asks AWS by calls of its own. `notLocally` says why not even a rehearsal on local mode makes
 * sense.
 */
export interface Question {
  id: string;
  asks: string;
  how: string;
  answers: { confirmed: string; refuted: string };
  notLocally?: string;
  judge?(evidence: Evidence): Answer;
  act?(session: Session, evidence: Evidence): Promise<Answer>;
}

/** Returns an answer of each kind. */
export const confirmed = (evidence: string): Answer => ({ verdict: 'confirmed', evidence });
export const refuted = (evidence: string): Answer => ({ verdict: 'refuted', evidence });
export const notAsked = (evidence: string): Answer => ({ verdict: 'not asked', evidence });

/** Returns "1 build", "3 builds". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
