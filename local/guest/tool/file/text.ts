import type { Tool } from '../../process/tool';

const octal = (text: string) =>
  text.replace(/\\(\\|[0-7]{1,3})/g, (whole, digits: string) =>
    digits === '\\' ? whole : String.fromCharCode(Number.parseInt(digits, 8)),
  );

/** `tr`: the shell's own, which takes octal escapes for digits. */
const tr: Tool = (call) => call.builtin(call.args.map(octal));

export const textTools: Record<string, Tool> = { tr };
