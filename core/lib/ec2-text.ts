import * as z from 'zod';

// A public report of EC2's refusal: "Character sets beyond ASCII are not supported".
const ascii = /^[\x20-\x7e]*$/;
const longestDescription = 255;

/**
 * A text that EC2 accepts as the description of an image: ASCII, at most 255 characters. Surrounding spaces are
 * removed.
 */
export const imageDescription = z
  .string()
  .trim()
  .max(longestDescription, `EC2 accepts at most ${longestDescription} characters: shorten it`)
  .regex(ascii, { error: ({ input }) => `EC2 accepts only ASCII here: replace ${strangeIn(String(input))}` });

/** A text that becomes the value of a tag: one line. */
export const tagText = z
  .string()
  .regex(/^[^\x00-\x1f\x7f]*$/, 'it contains a line break or another control character: write it in one line');

/** A text of ASCII, such as the name of a key pair. */
export const asciiText = z
  .string()
  .regex(ascii, { error: ({ input }) => `EC2 accepts only ASCII here: replace ${strangeIn(String(input))}` });

/** Returns the characters of a text that are not ASCII, each once, in quotes. */
function strangeIn(text: string): string {
  const strange = [...new Set(text)].filter((character) => !ascii.test(character));
  return strange.map((character) => JSON.stringify(character)).join(', ');
}
