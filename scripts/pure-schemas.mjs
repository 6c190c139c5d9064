import { readFile } from 'node:fs/promises';

const schemaFiles = /[\\/]@aws-sdk[\\/].*[\\/]dist-es[\\/].*schemas_\d+\.js$/;
const constant = /^const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm;

/**
 * Makes the SDK's runtime schemas free of side effects: their objects have keys computed from constants, and esbuild keeps
 * every statement that computes a key. With the keys written out, unused schemas fall away (client-ec2: 560 KB to 18 KB).
 */
export const pureSchemas = {
  name: 'pure-schemas',
  setup(build) {
    build.onLoad({ filter: schemaFiles }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const values = new Map([...source.matchAll(constant)].map(([, name, value]) => [name, value]));
      const contents = source.replace(/\[(_\w+)\]:/g, (key, name) => (values.has(name) ? `${values.get(name)}:` : key));
      return { contents, loader: 'js' };
    });
  },
};
