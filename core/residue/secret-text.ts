/** A shorter line of a longer secret says too little: `{` and `}` of a JSON document are in every other file. */
const shortestLine = 8;
/** Letters of base64 that no other text has by accident: 72 bits. */
const shortestCode = 12;

/**
 * Returns the texts whose presence in a file means that it holds one of these secrets: each value, each longer line of
 * a value of several lines, each string in a value that is JSON, and the parts of their base64 that stay the same
 * wherever the value begins in what was encoded and wherever lines are broken.
 */
export function secretTexts(values: readonly string[]): string[] {
  const plain = values.flatMap((value) => [...linesOf(value), ...stringsIn(value)]);
  return [...new Set([...plain, ...plain.flatMap(codesOf)])];
}

function linesOf(value: string): string[] {
  const lines = value.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length <= 1) return lines;
  const longer = lines.filter((line) => line.trim().length >= shortestLine);
  return longer.length > 0 ? longer : lines;
}

function stringsIn(value: string): string[] {
  if (!/^\s*[{[]/.test(value)) return [];
  try {
    return leavesOf(JSON.parse(value))
      .flatMap(linesOf)
      .filter((text) => text.length >= shortestLine);
  } catch {
    return [];
  }
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

/** Base64 has three forms of a text, by how many bytes stand before it; what neighbours share in is cut off. */
function codesOf(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const forms = [0, 1, 2].map((before) => {
    const code = base64Of([...new Array<number>(before).fill(0), ...bytes]);
    return code.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3));
  });
  const whole = forms.filter((code) => code.length >= shortestCode).flatMap(unbroken);
  return whole.flatMap((code) => (/[+/]/.test(code) ? [code, code.replaceAll('+', '-').replaceAll('/', '_')] : [code]));
}

/** A break of the line may fall into a longer code; then it does not fall into the other of these two parts. */
function unbroken(code: string): string[] {
  if (code.length < 2 * shortestCode) return [code];
  const half = Math.min(20, Math.floor(code.length / 2));
  return [code.slice(0, half), code.slice(half, 2 * half)];
}

function base64Of(bytes: readonly number[]): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,6}/g) ?? []).map((part) => alphabet[Number.parseInt(part.padEnd(6, '0'), 2)]).join('');
}
