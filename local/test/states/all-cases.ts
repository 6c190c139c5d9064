import type { Case } from './cases/case';
import { containerCases } from './cases/containers';
import { flowCases } from './cases/flow';
import { intrinsicCases } from './cases/intrinsics';
import { pathCases } from './cases/paths';
import { taskCases } from './cases/tasks';

/** The conformance table: what every interpreter of ASL has to agree on. */
export const CASES: readonly Case[] = [...flowCases, ...pathCases, ...intrinsicCases, ...taskCases, ...containerCases];
