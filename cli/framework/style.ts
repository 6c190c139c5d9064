type Style = (text: string) => string;

/** The styles of a renderer; every style returns the text unchanged if colors are off. */
export interface Styles {
  bold: Style;
  dim: Style;
  red: Style;
  green: Style;
  yellow: Style;
  /** Columns of the terminal; undefined if a program reads. */
  width?: number;
}

/** Returns the styles of a terminal with colors, or plain ones. */
export function styles(color: boolean, width?: number): Styles {
  const style = (open: number, close: number): Style =>
    color ? (text) => `\u001b[${open}m${text}\u001b[${close}m` : (text) => text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    ...(width !== undefined && { width }),
  };
}
