'use strict';
const { readFile } = require('node:fs/promises');
const path = require('node:path');
const { commandsIn, onlyReachedSchemas, onlyUsedCommands, withoutExtras } = require('./sdk-parts.cjs');

// DynamoDB's client is not among them: its document library names the commands, not we.
const clients =
  '(?:auto-scaling|cloudwatch-logs|ec2|eventbridge|iam|imagebuilder|inspector2|s3|scheduler|secrets-manager|service-quotas|sfn|sns|ssm)';
const clientFiles = (file) => new RegExp(`[\\\\/]@aws-sdk[\\\\/]client-${clients}[\\\\/]dist-es[\\\\/]${file}$`);
const schemaFiles = /[\\/]@aws-sdk[\\/].*[\\/]dist-es[\\/].*schemas_\d+\.js$/;
const constant = /^const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm;
const modeledError = /^n\d+_registry\.registerError\(\w+\$, \w+\);$/gm;

const noEventStreams = `
export const eventStreamSerdeProvider = () => undefined;
export const resolveEventStreamSerdeConfig = (configuration) => configuration;
export class EventStreamSerde {}
`;

/** Keys computed from constants, written out: esbuild keeps every statement that computes a key, used or not. */
function withPlainKeys(source) {
  const values = new Map([...source.matchAll(constant)].map(([, name, value]) => [name, value]));
  return source.replace(/\[(_\w+)\]:/g, (key, name) => (values.has(name) ? `${values.get(name)}:` : key));
}

/** Of a client's package.json only the version is read, for the user agent. */
async function versionOnly(file) {
  return {
    contents: JSON.stringify({ version: JSON.parse(await readFile(file.path, 'utf8')).version }),
    loader: 'json',
  };
}

/** Lets the SDK's runtime schemas fall away when they are not used (client-ec2: 560 KB to 18 KB). */
exports.slimSchemas = {
  name: 'slim-schemas',
  setup(build) {
    build.onLoad({ filter: schemaFiles }, async (file) => ({
      contents: withPlainKeys(await readFile(file.path, 'utf8')),
      loader: 'js',
    }));
  },
};

/**
 * For functions, so that they start faster: unused schemas go, and besides
 * - the classes of modeled errors: an error then is the client's base exception under the same `name`, and we match on
 * names only;
 * - the chain of credential providers: Lambda puts the role's credentials into the environment, always;
 * - event streams, which none of our calls answers with, and the parts of the packages' descriptions that nobody reads.
 */
exports.slimSdk = {
  name: 'slim-sdk',
  setup(build) {
    const used = commandsIn(path.join(__dirname, '..', 'aws'));
    const load = (filter, change) =>
      build.onLoad({ filter }, async (file) => ({ contents: change(await readFile(file.path, 'utf8')), loader: 'js' }));
    const slim = (source) => withPlainKeys(source).replace(modeledError, '');
    load(clientFiles('index\\.js'), withoutExtras);
    load(clientFiles('commands[\\\\/]index\\.js'), (source) => onlyUsedCommands(source, used));
    load(clientFiles('schemas[\\\\/]schemas_\\d+\\.js'), (source) => onlyReachedSchemas(slim(source), used));
    load(schemaFiles, slim);
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: resolveDir,
      namespace: 'credentials',
    }));
    build.onLoad({ filter: /./, namespace: 'credentials' }, (file) => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      resolveDir: file.path,
      loader: 'js',
    }));
    build.onLoad({ filter: /@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, versionOnly);
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, () => ({
      path: 'event-streams',
      namespace: 'left-out',
    }));
    build.onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: noEventStreams, loader: 'js' }));
  },
};

const jsonSchemaFiles = /[\\/]zod[\\/]v4[\\/]core[\\/](json-schema-processors|to-json-schema)\.js$/;
const exported = /^export (?:const|function) (\w+)/gm;

/**
 * Zod's writing of JSON schemas, which every schema refers to and which only the description of the API uses: calling
 * it is an error.
 */
exports.noJsonSchemas = {
  name: 'no-json-schemas',
  setup(build) {
    build.onLoad({ filter: jsonSchemaFiles }, async (file) => {
      const names = [...(await readFile(file.path, 'utf8')).matchAll(exported)].map(([, name]) => name);
      const refusal = `const leftOut = () => { throw new Error('This function was built without JSON schemas: see build.mjs.'); };`;
      const members = [...new Set(names)].map(
        (name) => `export const ${name} = ${/^create/.test(name) ? '() => leftOut' : 'leftOut'};`,
      );
      return {
        contents: [
          refusal,
          ...members,
          ...(file.path.endsWith('to-json-schema.js') ? ['export { leftOut as process };'] : []),
        ].join('\n'),
        loader: 'js',
      };
    });
  },
};
