import type { YAMLError } from 'yaml';

const otherIndent =
  'this line is indented differently from those that it belongs to: keys of a mapping and items of a list begin in one column';

/**
 * Returns what is wrong with a line of a recipe, and how to write it, by an error of the YAML parser, whose own
 * sentences speak of its grammar.
 */
export function yamlAdvice({ code, message }: Pick<YAMLError, 'code' | 'message'>): string {
  const [first = message] = message.split('\n');
  switch (code) {
    case 'BAD_INDENT':
      return indentAdvice(first);
    case 'TAB_AS_INDENT':
      return 'a tab indents this line: use spaces';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a key stands inside the value of another key: put nested keys on lines of their own, or quote a text that contains `: `';
    case 'MISSING_CHAR':
      if (quoteIn(first) !== undefined) return 'the quote that begins here is not closed';
      return first.startsWith('Sequence item') ? otherIndent : 'this line has no `:` after its key';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'this line has no `:` after its key';
    case 'DUPLICATE_KEY':
      return 'this key is already in the same mapping: remove one of them';
    case 'BAD_SCALAR_START':
      return `quote a text that begins with ${/(\S)$/.exec(first)?.[1] ?? 'this character'}`;
    case 'BAD_DQ_ESCAPE':
      return `${/(\\.*)$/.exec(first)?.[1] ?? 'this'} is not an escape sequence: use single quotes, or write \\\\ for a backslash`;
    case 'TAG_RESOLVE_FAILED':
      return `YAML tags are not supported: remove ${/(!\S+)/.exec(first)?.[1] ?? 'the tag'}`;
    case 'MULTIPLE_DOCS':
      return '--- begins a second document, and a recipe is one: remove it';
    case 'UNEXPECTED_TOKEN':
      return 'this text does not belong here: check the quotes and the indentation of this line and of the one above';
    default:
      return first;
  }
}

function indentAdvice(message: string): string {
  const [, kind] = /^Flow (sequence|map)/.exec(message) ?? [];
  if (kind !== undefined) {
    const [open, close] = kind === 'map' ? ['{', '}'] : ['[', ']'];
    return `the \`${open}\` above is not closed with \`${close}\``;
  }
  return otherIndent;
}

/**
 * Returns the errors of a text with what is wrong and where, as an offset. The parser reports an open quote at the end
 * of the text, and a line that is indented too far at the line above it.
 */
export function placedErrors(
  errors: readonly Pick<YAMLError, 'code' | 'message' | 'pos'>[],
  text: string,
): { message: string; offset: number }[] {
  const tooFar = errors.filter(({ code }) => code === 'MULTILINE_IMPLICIT_KEY');
  return errors.map((error) => {
    const [start] = error.pos;
    const quote = error.code === 'MISSING_CHAR' ? quoteIn(error.message) : undefined;
    if (quote !== undefined) return { message: yamlAdvice(error), offset: text.lastIndexOf(quote, start) };
    const below = tooFar.find(({ pos }) => pos[0] === start);
    return error.code === 'BLOCK_AS_IMPLICIT_KEY' && below
      ? { message: otherIndent, offset: text.lastIndexOf('\n', below.pos[1] - 1) + 1 }
      : { message: yamlAdvice(error), offset: start };
  });
}

const quoteIn = (message: string): string | undefined => /^Missing closing (["'])quote/.exec(message)?.[1];
