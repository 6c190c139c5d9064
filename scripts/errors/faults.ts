import { textsOf } from './text';

/** Errors that are faults of the deployment, not of the request. */
export const faultTexts = textsOf({
  MissingSetting: [
    'A function lacks a setting in its environment.',
    'The deployment is incomplete, or a function was changed by hand.',
    'Deploy again. If it persists, add the variable to the row of the function in `infra/function/table.ts`.',
  ],
  InvalidStepInput: [
    'A step received input that it does not accept.',
    'State machine and function are of different versions, or somebody started an execution by hand.',
    'Start the build or operation again with the command. If it persists, deploy again.',
  ],
  CatalogConflict: [
    'A record changed while it was being written.',
    'Two requests changed the same image, channel or policy at the same time.',
    'Look at the new state, then repeat the command. The command itself retries several times.',
  ],
  UnexpectedAnswer: [
    'AWS answered in a way that the code does not expect.',
    'Usually a temporary fault of the service.',
    'Repeat the command. If it persists, read the log of the function and report it.',
  ],
});
