import { NotUnderstood, type Token } from './tokens';
import { representation, textOf, type Value } from './values';

export type Scope = Map<string, Value>;
export type Expression = (scope: Scope) => Value;

/**
 * The text of an f-string, with what is between braces parsed and shown. Formats after `:` and `!` are not understood.
 */
export function formatted(token: Token, parse: (text: string) => Expression): (scope: Scope) => string {
  const pieces = token.text
    .split(/(\{\{|\}\}|\{[^{}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece): ((scope: Scope) => string) => {
      if (piece === '{{' || piece === '}}') return () => piece[0] as string;
      if (!piece.startsWith('{')) return () => piece;
      const body = piece.slice(1, -1);
      if (/![rsa]$|:[^\]'"]*$/.test(body)) throw new NotUnderstood(`the format {${body}}`, token.line);
      const isShown = body.endsWith('=') && !body.endsWith('==');
      const expression = parse(isShown ? body.slice(0, -1) : body);
      return (scope) => (isShown ? body + representation(expression(scope)) : textOf(expression(scope)));
    });
  return (scope) => pieces.map((piece) => piece(scope)).join('');
}
