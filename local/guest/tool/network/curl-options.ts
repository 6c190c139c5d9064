/** What the words of a `curl` command ask for. */
export interface CurlOptions {
  urls: string[];
  method: string | undefined;
  headers: Record<string, string>;
  data: string | undefined;
  upload: string | undefined;
  output: string | undefined;
  format: string | undefined;
  socket: string | undefined;
  retries: number;
  flags: Set<string>;
}

const withValue: Record<string, string> = {
  '-X': 'method',
  '--request': 'method',
  '-H': 'header',
  '--header': 'header',
  '-o': 'output',
  '--output': 'output',
  '-T': 'upload',
  '--upload-file': 'upload',
  '-d': 'data',
  '--data': 'data',
  '--data-raw': 'data',
  '--data-binary': 'data',
  '-w': 'format',
  '--write-out': 'format',
  '--retry': 'retry',
  '--retry-delay': '',
  '--retry-max-time': '',
  '--connect-timeout': '',
  '--max-time': '',
  '-m': '',
  '-A': '',
  '--user-agent': '',
  '--url': 'url',
  '--unix-socket': 'socket',
};

const flagLetters: Record<string, string> = {
  f: 'fail',
  s: 'silent',
  S: 'show-error',
  L: 'location',
  O: 'remote-name',
  i: 'include',
  I: 'head',
  k: 'insecure',
  v: 'verbose',
  g: 'globoff',
};

const flagNames = new Set([
  'fail',
  'silent',
  'show-error',
  'location',
  'remote-name',
  'include',
  'head',
  'insecure',
  'verbose',
  'globoff',
  'fail-with-body',
  'compressed',
  'retry-all-errors',
  'retry-connrefused',
  'no-progress-meter',
  'create-dirs',
]);

/** Reads the words of a `curl` command. Returns the first option that is not modeled, if there is one. */
export function parseCurl(args: string[]): CurlOptions | { unknown: string } {
  const options: CurlOptions = {
    urls: [],
    method: undefined,
    headers: {},
    data: undefined,
    upload: undefined,
    output: undefined,
    format: undefined,
    socket: undefined,
    retries: 0,
    flags: new Set(),
  };
  const put = (kind: string, value: string) => {
    if (kind === 'header') {
      const [name = '', text = ''] = value.split(/:\s*(.*)/s);
      options.headers[name] = text;
    } else if (kind === 'url') options.urls.push(value);
    else if (kind === 'retry') options.retries = Number(value);
    else if (kind !== '') options[kind as 'method'] = value;
  };
  const rest = [...args];
  while (rest.length > 0) {
    const argument = rest.shift() as string;
    const [name = '', joined] = argument.startsWith('--') ? argument.split(/=(.*)/s) : [argument];
    if (withValue[name] !== undefined) put(withValue[name] ?? '', joined ?? rest.shift() ?? '');
    else if (argument.startsWith('--')) {
      if (!flagNames.has(argument.slice(2)) && !/^--(proto|tlsv1|http1|ipv4|noproxy)/.test(argument))
        return { unknown: argument };
      if (argument === '--proto') rest.shift();
      options.flags.add(argument.slice(2));
    } else if (argument.startsWith('-') && argument.length > 1) {
      for (let index = 1; index < argument.length; index += 1) {
        const letter = argument[index] ?? '';
        const kind = withValue[`-${letter}`];
        if (kind !== undefined) {
          put(kind, argument.slice(index + 1) || rest.shift() || '');
          break;
        }
        if (flagLetters[letter] === undefined) return { unknown: `-${letter}` };
        options.flags.add(flagLetters[letter] ?? '');
      }
    } else put('url', argument);
  }
  return options;
}
