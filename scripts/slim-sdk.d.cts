import type { Plugin } from 'esbuild';

export const slimSchemas: Plugin;
export const slimSdk: Plugin;
export const noJsonSchemas: Plugin;
