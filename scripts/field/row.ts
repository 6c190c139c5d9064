/**
 * One checkable behaviour of systems that manage images. `rivals` has one letter for each system of `systems`: Y yes, P
 * partly, N no, - does not apply. `tests` are the tests of ours that show the behaviour: file, and the title of a test
 * or describe in it. `missing` says what a `partly` or `no` lacks.
 */
export interface FieldRow {
  row: number;
  behaviour: string;
  rivals: string;
  ours: 'yes' | 'partly' | 'no';
  tests: Readonly<Record<string, string>>;
  missing?: string;
}

/** The other systems, in the order of the letters. */
export const systems = ['spore-host/spawn', 'Packer', 'Image Builder', 'AMIgo', 'cleaners', 'cloud'] as const;

export const letters = ['Y', 'P', 'N', '-'] as const;
