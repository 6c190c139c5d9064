import type { LooseInput } from '../../../client/request';
import type { ImageAnswer, InputOf, Operation } from '../../../client/types';
import { flag } from '../../../shared/command-text';
import { isOn, missingIn, type Field, type Values } from './fields';
import { only } from './refusal';

/** What can be done to an image: its form, the call of the API and the command that does the same. */
export interface ImageAction {
  id: string;
  label: string;
  /** One sentence: what happens. */
  effect: string;
  operation: Operation;
  fields: readonly Field[];
  /** Whether it can be done to one region only, instead of the image and its copies. */
  scoped: boolean;
  /** Whether a word is typed, because it destroys or stops something. */
  typed: boolean;
  /** Whether the dialog shows what uses the image. */
  showsUse: boolean;
  /** Why it makes no sense for an image; undefined when it does. */
  refusal: (image: ImageAnswer) => string | undefined;
  /** Why the form cannot be sent yet. */
  invalid: (values: Values) => string | undefined;
  input: (image: ImageAnswer, values: Values) => LooseInput;
  words: (image: ImageAnswer, values: Values) => string[];
}

export const onlyHere = (image: ImageAnswer, values: Values): string | undefined =>
  values.scope === 'one' ? image.region : undefined;
export const given = (values: Values, name: string, word: string): string[] => (isOn(values, name) ? [word] : []);
export const many = (name: string, words: readonly string[]): string[] => words.flatMap((word) => flag(name, word));
export const orNone = (words: string[]): string[] | undefined => (words.length > 0 ? words : undefined);

export const reason: Field = { name: 'reason', label: 'Reason', kind: 'text' };
export const descendants: Field = {
  name: 'descendants',
  label: 'Also the images that were built on it',
  kind: 'switch',
};
export const untested: Field = {
  name: 'untested',
  label: 'Reason to use an image without a test',
  kind: 'text',
  description: 'Only if the policy of the stack requires tests and this image has none',
};

type Needed = 'id' | 'label' | 'effect' | 'words' | 'operation' | 'input';
type Loose = Pick<ImageAction, Needed> & Partial<ImageAction>;
type Made<Name extends Operation> = Omit<Loose, 'input' | 'operation'> & {
  operation: Name;
  input: (image: ImageAnswer, values: Values) => InputOf<Name>;
};

/** Returns an action with what most actions have. */
export function action<Name extends Operation>(made: Made<Name>): ImageAction {
  const { fields = [], invalid } = made;
  return {
    scoped: false,
    typed: false,
    showsUse: false,
    refusal: only.available,
    ...(made as Loose),
    fields,
    invalid: (values) => missingIn(fields, values) ?? invalid?.(values),
  };
}

/** Returns the input of an operation of one image. */
export const body = <Members extends object>(image: ImageAnswer, members: Members) => ({
  parameters: { id: image.ami_id },
  body: members,
});
