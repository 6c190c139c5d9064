import type { ScriptNode } from 'just-bash';
import type { Capture } from '../script/capture';
import type { Outcome } from './outcome';
import type { ShellMemory } from '../script/shell-memory';

export interface ShellStart {
  /** Text of a script; or words, of which the first is a program; or a tree from another shell. */
  script?: string;
  words?: string[];
  tree?: ScriptNode;
  cwd: string;
  environment: Record<string, string>;
  /** Variables that are not exported. */
  variables?: Record<string, string>;
  stdin?: string;
  /** Functions that are defined already. */
  functions?: ShellMemory['functions'];
  /** Where output goes as soon as a statement has run; without it, all of it comes with the outcome. */
  capture?: Capture;
}

export interface ShellEnd extends Outcome {
  /** All variables as they were at the end. */
  variables: Record<string, string>;
}

export interface Launch extends ShellStart {
  user: string;
  /** What `ps` shows; by default the words or `bash`. */
  command?: string;
}
