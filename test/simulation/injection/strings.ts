import * as fc from 'fast-check';

/** What a shell, Systems Manager, a template or a path may read as more than text; `canary` is a command that tells. */
const pieces = [
  ...[
    '$(canary)',
    '`canary`',
    ';canary;',
    '|canary',
    '&canary&',
    '\ncanary\n',
    '&& canary',
    '|| canary #',
    '$(>canary)',
  ],
  ...['${IFS}canary', '<(canary)', '>canary', '2>&1 canary', 'canary<<X\ncanary\nX', '$((canary))', '!canary', '!!'],
  ...[
    "'",
    "''",
    "'\\''",
    '"',
    '\\"',
    '\\',
    '\\\\',
    '$',
    '$$',
    '$0',
    '$@',
    '${PATH}',
    '$HOME',
    '~',
    '*',
    '?',
    '[a-z]',
    '{a,b}',
  ],
  ...[
    "';canary;'",
    '";canary;"',
    "'$(canary)'",
    '"$(canary)"',
    "'\n canary #",
    "\\';canary",
    "'||canary||'",
    '`"`',
    "$'\\n'",
  ],
  ...['\n', '\r\n', '\r', '\t', '\v', '\f', '\x1b[2J', '\x07', '\x08', '\x7f', '\x01', '\x00', '\ue000'],
  ...[
    '{{ssm:/spawn/next/secret}}',
    '{{ ssm:secret }}',
    '{{ssm-secure:secret:1}}',
    '{{',
    '}}',
    '{{"{{"}}',
    '{{user `x`}}',
    '${local.stamp}',
    '%{if true}',
  ],
  ...[
    '\u202e',
    '\u200f',
    '\u061c',
    '\u2066x\u2069',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\u0301',
    'ä',
    '漢',
    '🙂',
    '👩‍👩‍👧',
    '\ud800',
    '\udc00',
  ],
  ...[
    '../../etc/passwd',
    '..\\..\\',
    '/dev/null',
    'file:///etc',
    '%2e%2e%2f',
    '%00',
    '%0d%0a',
    '//',
    '.',
    '..',
    './',
    '-rf',
    '--',
    '-c',
    '-',
    '+x',
  ],
  ...[
    'aws:',
    'aws:autoscaling:groupName',
    'AWS:x',
    'spawn:state',
    'Spawn:',
    'ec2:SharedTag/',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...[
    '=',
    '==',
    'a=b',
    '#',
    '# ',
    '//',
    '<!channel>',
    '<https://x|y>',
    '&amp;',
    '<script>',
    ',',
    ':',
    ': ',
    '- ',
    '|',
    '>',
    '&a',
    '*a',
    '!!js/function',
    '%YAML',
  ],
  ...[
    'SPAWN_CLEAN',
    '\nSPAWN_CLEAN\n',
    '\nSPAWN_THAW\n',
    'EOF',
    '\nexit 0\n',
    '\0',
    'NaN',
    'null',
    'true',
    '1e400',
    '-0',
    '9'.repeat(400),
    ' ',
    '  ',
  ],
];

const piece = fc.constantFrom(...pieces);
const letters = fc.string({ unit: 'binary', maxLength: 6 });
const words = fc.constantFrom('pytorch', '2.1.0', 'cuda12', 'team', 'ami-0123456789abcdef0', 'us-east-1', 'a');
const mixed = fc.array(fc.oneof({ weight: 5, arbitrary: piece }, letters, words), { minLength: 1, maxLength: 7 });
/** As long as the value or the key of a tag may be, and around that. */
const long = fc
  .tuple(piece, fc.constantFrom(126, 127, 128, 255, 256, 257, 1000, 4000))
  .map(([text, size]) => text.repeat(Math.ceil(size / text.length)).slice(0, size));

const hostile = fc.oneof(
  { weight: 40, arbitrary: mixed.map((parts) => parts.join('')) },
  { weight: 4, arbitrary: piece },
  { weight: 1, arbitrary: long },
);

/** How many strings have one seed. */
export const batchSize = 4000;

/** Returns the hostile strings of a batch, the same in every process. */
export const hostileStrings = (batch: number, count = batchSize): string[] =>
  fc.sample(hostile, { seed: batch, numRuns: count });
