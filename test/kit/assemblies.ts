import { resolve } from 'node:path';

/** The deployments that journeys run: mostly the first, and the second beside it. */
export const stages = ['dev', 'next'] as const;

export type StageOfTest = (typeof stages)[number];

/** The folder of a stage's synthesized app, made before the first journey. */
export function assemblyOf(stage: StageOfTest): string {
  return resolve(__dirname, '..', '..', 'dist', 'journeys', stage);
}
