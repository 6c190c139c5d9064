import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readResidue, sortResidue, type ResidueFinding } from '../../../core/residue/report';
import { searchScript } from '../../../core/residue/script';
import { secretTexts } from '../../../core/residue/secret-text';
import { plantedSecrets } from './planted-secrets';

// The shipped script runs in the bash of this machine, over a folder that stands for the disk of a builder.
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'residue-'));
  folders.push(made);
  return made;
}

// Answers as the real one does: a digest and a path for each file of the package, read from a list on the disk.
const rpm = folder();
writeFileSync(
  join(rpm, 'rpm'),
  `#!/bin/bash\n[ "$*" = "--root $SEARCH_ROOT -qf --queryformat [%{FILEDIGESTS} %{FILENAMES}\\n] $6" ] && cat "$SEARCH_ROOT/var/lib/rpm/files"\n`,
  { mode: 0o755 },
);

function disk(files: Record<string, string | Uint8Array>): string {
  const root = folder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function search(
  root: string,
  options: { secrets?: string; seconds?: number } = {},
): { text: string; found: ResidueFinding[] } {
  const work = folder();
  if (options.secrets !== undefined) writeFileSync(join(work, 'secrets'), options.secrets);
  const env = {
    PATH: `${rpm}:/usr/sbin:/usr/bin:/sbin:/bin`,
    SEARCH_ROOT: root,
    SEARCH_WORK: work,
    SEARCH_SECONDS: String(options.seconds ?? 300),
  };
  const text = execFileSync('/bin/bash', ['-s', '0'], { input: searchScript(), encoding: 'utf8', env });
  const { secrets, instance } = sortResidue(readResidue(text), []);
  return { text, found: [...secrets, ...instance] };
}

describe('planted secrets', () => {
  const root = disk(Object.fromEntries(plantedSecrets.map(({ path, text }) => [path, text])));
  const { text, found } = search(root);
  const missed = plantedSecrets.filter(
    ({ path }) => !found.some(({ file, rule }) => file === path && rule !== 'shell-history'),
  );

  test('are found, nearly all of more than fifty kinds', () => {
    expect(plantedSecrets.length).toBeGreaterThan(50);
    expect({ missed: missed.map(({ kind }) => kind) }).toEqual({ missed: [] });
  });

  test('are named by file, line and rule, and their values stay on the machine', () => {
    expect(found).toContainEqual({ item: 'private-keys', file: '/etc/app/tls.yaml', line: 3, rule: 'private-key' });
    for (const value of plantedSecrets.flatMap((one) => one.text.match(/[A-Za-z0-9+/_-]{16,}/g) ?? [])) {
      if (!value.startsWith('/') && !plantedSecrets.some(({ path }) => path.includes(value)))
        expect(text).not.toContain(value);
    }
  });
});

const key = plantedSecrets.find(({ kind }) => kind === 'PKCS 8 key')?.text ?? '';
const digest = (algorithm: string, form: 'hex' | 'base64url', text: string) =>
  createHash(algorithm).update(text).digest(form);
const site = '/opt/app/lib/python3.11/site-packages';
const record = (path: string, text: string) => `${path},sha256=${digest('sha256', 'base64url', text)},${text.length}\n`;

describe('no alarm', () => {
  test('is raised by labels of keys, documented examples, switches, and words that only look like secrets', () => {
    const { found } = search(
      disk({
        '/opt/app/lib/a/ssh.py':
          '_SK_START = b"-----BEGIN OPENSSH PRIVATE KEY-----"\n_SK_END = b"-----END OPENSSH PRIVATE KEY-----"\nBEGIN = "-----BEGIN RSA PRIVATE KEY-----"\nclass UnsupportedAlgorithmException:\n    pass\n',
        '/opt/app/doc.json':
          '{"key": "-----BEGIN RSA PRIVATE KEY-----<contents>-----END RSA PRIVATE KEY-----", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}',
        '/root/notes': 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
        '/root/.bashrc':
          'export TOKENIZERS_PARALLELISM=false\nexport SECRET_FILE=/run/secrets/a\nexport API_TOKEN=$(cat /run/token)\nexport MAX_TOKEN=4096\nPASSWORD=${DB_PASSWORD}\n',
        '/etc/environment': 'HF_TOKEN=\nPATH="/usr/bin"\n',
        '/opt/app/botocore/data/ce/paginators-1.json': '{"input_token": "NextPageToken", "output_token": "nextToken"}',
        '/opt/app/lib/locale/ru.json': '{"Unexpected_token_1012": "Неожиданный токен."}',
        '/opt/app/package.json': '{"dependencies": {"token-types": "^6.2.0"}}',
        '/etc/app/example.yaml':
          'password: changeme\ntoken: <your token>\nurl: http://user:password@host.example/\napi_key: YOUR_API_KEY\nsecret: "{{ vault_secret }}"\n',
        '/opt/app/features.js': 'exports.AWS_KMS_FLAG="@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal";\n',
        '/opt/app/session.js':
          '// eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c\n',
        '/etc/machine-id': 'uninitialized\n',
        '/var/lib/snapd/state.json': '{"data":{"auth":{"device":{"brand":"generic","model":"generic-classic"}}}}',
        '/proc/keys': key,
        '/run/spawn/environment': key,
      }),
    );
    expect(found).toEqual([]);
  });

  test.each<[string, string, Record<string, string>]>([
    [
      'pip installed',
      `${site}/tornado/test/test.key`,
      { [`${site}/tornado-6.4.dist-info/RECORD`]: record('tornado/test/test.key', key) },
    ],
    [
      'conda installed',
      '/opt/conda/lib/python3.11/site-packages/tornado/test/test.key',
      {
        '/opt/conda/conda-meta/tornado-6.4-py311.json': `{"paths_data":{"paths":[{"sha256":"${digest('sha256', 'hex', key)}"}]}}`,
      },
    ],
    [
      'rpm installed',
      '/usr/share/demo/test.key',
      { '/var/lib/rpm/files': `${digest('sha256', 'hex', key)} /usr/share/demo/test.key\n` },
    ],
    [
      'dpkg installed',
      '/usr/lib/python3/dist-packages/twisted/key.pem',
      {
        '/var/lib/dpkg/info/twisted.md5sums': `${digest('md5', 'hex', key)}  usr/lib/python3/dist-packages/twisted/key.pem\n`,
      },
    ],
    [
      'dpkg installed as settings',
      '/etc/demo/key.pem',
      { '/var/lib/dpkg/status': `Package: demo\nConffiles:\n /etc/demo/key.pem ${digest('md5', 'hex', key)}\n` },
    ],
    [
      'npm installed',
      '/srv/app/node_modules/@a/dynalite/ssl/ca.pem',
      {
        '/srv/app/node_modules/.package-lock.json':
          '{"packages":{\n    "node_modules/@a/dynalite": {\n      "version": "4.0.0",\n      "integrity": "sha512-x"\n    }}}\n',
      },
    ],
    ['Go brings as test data', '/usr/local/go/src/crypto/tls/testdata/key.pem', {}],
  ])('is raised by a key that %s, unless the file is another now', (_, path, list) => {
    expect(search(disk({ [path]: key, ...list })).found).toEqual([]);
    const changed = disk({ ...list, [path]: key });
    const elsewhere = path.replace('/testdata', '');
    writeFileSync(join(changed, elsewhere), `${key}\n`);
    const later = new Date('2100-01-01T00:00:00Z');
    utimesSync(join(changed, elsewhere), later, later);
    expect(search(changed).found).toMatchObject([{ file: elsewhere, rule: 'private-key' }]);
  });

  test('excuses what pip installed from a folder or an address of its own, or what lies beside its packages', () => {
    const own = {
      [`${site}/own/key.pem`]: key,
      [`${site}/own-1.dist-info/RECORD`]: record('own/key.pem', key),
      [`${site}/own-1.dist-info/direct_url.json`]: '{}',
    };
    expect(search(disk(own)).found).toMatchObject([{ file: `${site}/own/key.pem` }]);
    const beside = { [`${site}/a.key`]: key, [`${site}/own-1.dist-info/RECORD`]: record('own/key.pem', key) };
    expect(search(disk(beside)).found).toMatchObject([{ file: `${site}/a.key` }]);
  });
});

test('the secrets of the recipe are found in text, in binary files and in base64', () => {
  const secret = 'squirrel-over-the-moon';
  const { found, text } = search(
    disk({
      '/var/lib/app/db': Buffer.from(`\0\x01${secret}\0`),
      '/opt/app/basic': `one\ntwo ${Buffer.from(`user:${secret}`).toString('base64')}\n`,
      '/opt/app/other': 'squirrel\n',
    }),
    { secrets: secretTexts([secret]).join('\n') },
  );
  expect(found).toEqual([
    { item: 'secret-values', file: '/opt/app/basic', line: 2, rule: 'secret-value' },
    { item: 'secret-values', file: '/var/lib/app/db', line: 1, rule: 'secret-value' },
  ]);
  expect(text).not.toContain('squirrel');
});

test('what belongs to one machine is found: the random seed and the identity that snapd registered, too', () => {
  const { found } = search(
    disk({
      '/var/lib/systemd/random-seed': 'seed',
      '/etc/machine-id': '0123\n',
      '/etc/ssh/ssh_host_rsa_key': key,
      '/var/lib/snapd/device/private-keys-v1/abc': key,
      '/var/lib/snapd/state.json': '{"data":{"auth":{"device":{"brand":"generic","serial":"12-34"}}}}',
    }),
  );
  expect(found.map(({ item, file }) => `${item} ${file}`)).toEqual([
    'host-keys /etc/ssh/ssh_host_rsa_key',
    'machine-id /etc/machine-id',
    'random-seed /var/lib/systemd/random-seed',
    'device-identity /var/lib/snapd/device/private-keys-v1/abc',
    'device-identity /var/lib/snapd/state.json',
  ]);
});

test('a search that runs out of time says so of each item that it did not finish', () => {
  const work = folder();
  const env = { PATH: '/usr/bin:/bin', SEARCH_ROOT: disk({ '/opt/a': 'a' }), SEARCH_WORK: work, SEARCH_SECONDS: '0' };
  const { unknown } = sortResidue(
    readResidue(execFileSync('/bin/bash', ['-s', '0'], { input: searchScript(), encoding: 'utf8', env })),
    [],
  );
  expect(unknown.map(({ item }) => item)).toEqual([
    'private-keys',
    'cloud-credentials',
    'environment-tokens',
    'secret-values',
  ]);
  expect(unknown[0]?.reason).toMatch(/did not end .*limits\.clean/);
});

function unknownItems(
  files: Record<string, string>,
  path = '',
): { items: string[]; reasons: string[]; found: ResidueFinding[] } {
  const env = { PATH: `${path}/usr/sbin:/usr/bin:/sbin:/bin`, SEARCH_ROOT: disk(files), SEARCH_WORK: folder() };
  const text = execFileSync('/bin/bash', ['-s', '0'], {
    input: searchScript(),
    encoding: 'utf8',
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const { unknown, secrets } = sortResidue(readResidue(text), []);
  return {
    items: unknown.map(({ item }) => item),
    reasons: unknown.map(({ reason }) => String(reason)),
    found: secrets,
  };
}
const program = (name: string, text: string) => {
  const made = folder();
  writeFileSync(join(made, name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  return `${made}:`;
};
const contents = ['private-keys', 'cloud-credentials', 'environment-tokens', 'secret-values'];

describe('no false "clean"', () => {
  test.each([
    [
      'tr cannot write what grep found',
      program('tr', '[ "$1" = "\\000" ] && exec /usr/bin/tr "$@" >/dev/full\nexec /usr/bin/tr "$@"'),
    ],
    ['find fails and its message is lost', program('find', 'exit 1')],
    [
      'grep fails and its message is lost',
      program('grep', 'case $* in *--null*) exit 2 ;; esac\nexec /usr/bin/grep "$@"'),
    ],
  ])('comes of a full disk: %s', (_, path) => {
    expect(unknownItems({ '/opt/app/key.pem': key }, path).items).toEqual(contents);
  });

  test('comes of a work folder that nothing can be written to', () => {
    const { items, reasons } = unknownItems({ '/opt/app/key.pem': key }, program('mkdir', 'exit 1'));
    expect(items).toHaveLength(12);
    expect(new Set(reasons)).toEqual(new Set([expect.stringMatching(/cannot be written/)]));
  });

  test.each([
    ['AKIAIOSFODNN7EXAMPLE AKIAQ3ZK7LM2PXW5NB4D', 'aws-access-key'],
    ['AKIAIOSFODNN7EXAMPLE,ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5', 'github-token'],
    ['api_token=placeholder-1,db_password=hunter2-K9x7Qz', 'secret-setting'],
  ])('comes of an excepted value that stands right before a secret: %s', (text, rule) => {
    expect(unknownItems({ '/etc/app/a.conf': `${text}\n` }).found).toMatchObject([
      { file: '/etc/app/a.conf', line: 1, rule },
    ]);
  });

  test.each(['/opt/a\nb/key.pem', '/opt/a\tb.pem'])(
    'comes of a file whose name ends a line or a column: %j',
    (path) => {
      const { items, reasons } = unknownItems({ [path]: key });
      expect(items).toEqual(contents);
      expect(reasons[0]).toMatch(/line break or a tab .*\/opt\/a\?b/);
    },
  );

  test('comes of a file with more matches than are judged', () => {
    const { items, reasons } = unknownItems({ '/opt/app/log': `${'AKIAIOSFODNN7EXAMPLE\n'.repeat(5001)}${key}` });
    expect(items).toEqual(['private-keys', 'cloud-credentials']);
    expect(reasons[0]).toMatch(/^\/opt\/app\/log has more than 5000 lines/);
    expect(unknownItems({ '/opt/app/log': 'AKIAIOSFODNN7EXAMPLE\n'.repeat(5000) }).items).toEqual([]);
  });
});
