/** What a program leaves behind. Text in stdout unless `bytes`: then one character for each byte. */
export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
  bytes?: boolean;
}
