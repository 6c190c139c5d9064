/** The part of the terminal emulator that the pictures use. */
declare module '@xterm/headless' {
  interface Cell {
    getChars(): string;
    isBold(): number;
    isDim(): number;
    isFgPalette(): boolean;
    getFgColor(): number;
  }

  export class Terminal {
    constructor(options: { cols: number; rows: number; convertEol: boolean; allowProposedApi: boolean });
    readonly buffer: {
      readonly active: {
        readonly length: number;
        getLine(row: number): { getCell(column: number): Cell | undefined } | undefined;
      };
    };
    write(text: string, done: () => void): void;
  }
}
