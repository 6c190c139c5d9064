import { resolve } from 'node:path';

/** Where the screenshots of the last check are. */
export const shots = resolve(__dirname, '..', '..', '..', 'dist', 'console-shots');
