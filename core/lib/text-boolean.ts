const yes: readonly string[] = ['true', 'yes', 'y', '1', 'on'];
const no: readonly string[] = ['false', 'no', 'n', '0', 'off'];

/** What spawn itself writes for yes; IAM conditions and EC2 filters compare with it letter by letter. */
export const written = 'true';

/**
 * Whether a text boolean, such as the value of a tag, says yes in any case. What is absent or cannot be read does not.
 */
export function saysYes(text: string | undefined): boolean {
  return yes.includes(plain(text));
}

/** Whether a text boolean says no in any case. What is absent or cannot be read does not. */
export function saysNo(text: string | undefined): boolean {
  return no.includes(plain(text));
}

/**
 * Whether a protection holds: it is there, and its value is no explicit no. A protection that cannot be read protects.
 */
export function protects(text: string | undefined): boolean {
  return text !== undefined && !saysNo(text);
}

/** Whether a text boolean is exactly as spawn writes it, which is what IAM conditions and EC2 filters find. */
export function isAsWritten(text: string | undefined): boolean {
  return text === written;
}

function plain(text: string | undefined): string {
  return (text ?? '').trim().toLowerCase();
}
