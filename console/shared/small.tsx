import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';

/** A second line of a cell: what belongs to the first and is less important. */
export function Small({ children }: { children: ReactNode }) {
  return (
    <Box fontSize="body-s" color="text-body-secondary">
      {children}
    </Box>
  );
}

/** Who has done something, by the last part of the ARN. */
export function By({ who }: { who: string | undefined }) {
  return <Small>{who === undefined ? 'by the nightly run' : `by ${who.split('/').at(-1)}`}</Small>;
}
