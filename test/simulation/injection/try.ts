import { miswritten } from './documents';
import { misread, readingNames } from './requests';
import { Shells, ways, type Injected } from './shells';

/** Reading a request in every place takes longer than a shell takes for a word. */
const readEvery = 40;

export interface TriedTexts {
  texts: number;
  /** Pairs of a text and a way into a shell, a place in a request, or a document. */
  count: number;
  wrong: Injected[];
}

/** Sends texts on every way into real shells, into every place of requests, and into documents. */
export function tryTexts(texts: readonly string[]): TriedTexts {
  const shells = new Shells();
  try {
    const shelled = ways.map((way) =>
      shells.try(
        way,
        texts.filter((_, index) => index % way.every === 0),
      ),
    );
    const read = texts.filter((_, index) => index % readEvery === 0);
    return {
      texts: texts.length,
      count: shelled.reduce((sum, { count }) => sum + count, 0) + read.length * readingNames.length + texts.length,
      wrong: [...shelled.flatMap(({ wrong }) => wrong), ...read.flatMap(misread), ...texts.flatMap(miswritten)],
    };
  } finally {
    shells.close();
  }
}
