import { useEffect, useState } from 'react';
import { afterAnswer, firstPage, type Cursors } from './cursors';
import { useAnswer, type Reading } from './use-answer';
import type { AnswerOf, InputOf, Operation } from './types';

/** A list of which one page at a time is read. */
export interface Paged<Answer> extends Reading<Answer> {
  /** The number of the page that is shown, from 1. */
  page: number;
  /** How many pages are known. */
  known: number;
  /** Whether there may be more pages than those that are known. */
  isOpen: boolean;
  goTo: (page: number) => void;
}

/**
 * Reads one page of a list that the API answers with a cursor. Another input starts at the first page. Only pages that
 * somebody looks at are read.
 */
export function usePages<Name extends Operation>(
  operation: Name,
  input: InputOf<Name>,
  options?: Parameters<typeof useAnswer<Name>>[2],
): Paged<AnswerOf<Name>> {
  const key = JSON.stringify([operation, input]);
  const [state, setState] = useState<Cursors & { key: string }>({ key, ...firstPage });
  const { page, cursors }: Cursors = state.key === key ? state : firstPage;
  const query = { ...(input as { query?: object }).query, cursor: cursors[page - 1] };
  const reading = useAnswer(operation, { ...input, query } as InputOf<Name>, options);
  const next = (reading.answer as { cursor?: string } | undefined)?.cursor;
  const isRead = reading.answer !== undefined;
  useEffect(() => {
    if (!isRead) return;
    setState((last) => {
      const known: Cursors = last.key === key ? last : firstPage;
      return { key, ...afterAnswer(known, page, next) };
    });
  }, [isRead, next, page, key]);
  return {
    ...reading,
    page,
    known: cursors.length,
    isOpen: cursors.length > page,
    goTo: (wanted) => {
      if (wanted >= 1 && wanted <= cursors.length) setState({ key, cursors, page: wanted });
    },
  };
}
