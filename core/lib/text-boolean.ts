const yes: readonly string[] = ['true', 'yes', 'y', '1', 'on'];
const no: readonly string[] = ['false', 'no', 'n', '0', 'off'];

/** The text that spawn writes for yes; IAM conditions and EC2 filters compare it literally. */
export const written = 'true';

/**
 * Returns whether a text boolean, such as the value of a tag, says yes in any case. An absent or unreadable text does
 * not.
 */
export function saysYes(text: string | undefined): boolean {
  return yes.includes(plain(text));
}

/** Returns whether a text boolean says no in any case. An absent or unreadable text does not. */
export function saysNo(text: string | undefined): boolean {
  return no.includes(plain(text));
}

/** Returns whether a protection holds: it is present and its value is no explicit no. An unreadable value protects. */
export function protects(text: string | undefined): boolean {
  return text !== undefined && !saysNo(text);
}

/** Returns whether a text boolean is exactly as spawn writes it, which is what IAM conditions and EC2 filters match. */
export function isAsWritten(text: string | undefined): boolean {
  return text === written;
}

function plain(text: string | undefined): string {
  return (text ?? '').trim().toLowerCase();
}
