/**
 * What the search for residue takes for a secret. The formats of keys and tokens are those that their vendors document;
 * which of them to look for, with what entropy, and what to leave alone follows the rule set of gitleaks
 * (Copyright (c) 2019 Zachary Rice, MIT License). The expressions are our own: POSIX extended ones without a
 * backslash, which GNU grep, gawk and mawk all read in the C locale.
 */
export interface ResidueRule {
  name: string;
  item: 'private-keys' | 'cloud-credentials' | 'environment-tokens';
  /** What `grep -E` looks for in a line. */
  pattern: string;
  /** Files to look in, as an expression for the path; absent: every text file. */
  files?: string;
  /** What is cut off the front of a match to get the value, as an expression for awk: no counts in braces. */
  before?: string;
  /** Least entropy of the value, in bits a character. */
  entropy?: number;
  /** Values that are no secrets, as an expression for awk. */
  except?: string;
  /** The line only labels a key: it counts when lines of base64 follow. */
  body?: true;
}

/** Both cases of a word: `[Tt][Oo]…`. */
const anyCase = (word: string): string =>
  [...word].map((letter) => (/[a-z]/.test(letter) ? `[${letter.toUpperCase()}${letter}]` : letter)).join('');
const anyOf = (words: string): string => `(${words.split(' ').map(anyCase).join('|')})`;

const start = '(^|[^A-Za-z0-9_])';
const end = '($|[^A-Za-z0-9_])';
const token = (name: string, pattern: string, more: Partial<ResidueRule> = {}): ResidueRule => ({
  name,
  item: 'cloud-credentials',
  pattern: `${start}${pattern}${end}`,
  entropy: 3,
  ...more,
});
const inFile = (name: string, files: string, pattern: string, more: Partial<ResidueRule> = {}): ResidueRule => ({
  name,
  item: 'cloud-credentials',
  files,
  pattern,
  ...more,
});

const space = '[[:blank:]]*';
const quote = `["']?`;
/** Names of variables and keys whose value is a secret; what follows the word must be the end of a part of the name. */
const secretWord = anyOf(
  'token secret secretkey passwd password passphrase passwort pwd api[_-]?key access[_-]?key auth[_-]?key private[_-]?key signing[_-]?key encryption[_-]?key secret[_-]?key account[_-]?key license[_-]?key',
);
const secretName = `([A-Za-z0-9_.-]*(${secretWord}|${anyOf('[_-]pass [_-]pat [_-]psk')})([_-][A-Za-z0-9]{1,12}){0,2}|${anyCase('pass')})`;
const assigned = (name: string, value: string): string =>
  `(^|[^A-Za-z0-9_.-])${quote}${name}${quote}${space}(=|:=|=>|:|${space},)${space}${quote}${value}`;
const upToValue = `^(export[[:blank:]]+|.)?["']?[A-Za-z0-9_. -]+["']?[[:blank:]]*(=>|:=|=|:|,)[[:blank:]]*["']?`;

/**
 * Values that stand for a secret and are none: switches, numbers, paths, references to variables, documented examples.
 */
const noSecret =
  '^(true|false|yes|no|on|off|none|null|nil|auto|default|required|optional|enabled|disabled|always|never|env|file|string|str|int|bool|bytes|object|prompt|ask|login|basic|bearer|plain|md5|sha[0-9]+)$' +
  '|^[0-9.,]+[a-z]?$|^[v=~^]*[0-9]+([.][0-9]+)+[a-z0-9.-]*$|^[/~.][^ ]*$|^[$%<{*@&!(]|[$][{(]|^[xX*.#-]+$|^-+|example|EXAMPLE|[Cc]hange-?_?[Mm]e|CHANGE_?ME|[Pp]laceholder|PLACEHOLDER|^[Yy][Oo][Uu][Rr][_-]' +
  '|^(my|the|some|a)?[_-]?(secret|password|token|pass|passwd|key|api[_-]?key)$|[)(]|^(os|self|process|env|config|settings|args|options|kwargs|request|ssm|secretsmanager|file|vault|arn|http|https)[.:]';

const homeProfiles =
  '/[.](bashrc|bash_profile|bash_login|bash_aliases|profile|zshrc|zshenv|zprofile|kshrc|envrc)$|/etc/(environment|profile|bashrc|bash[.]bashrc)$|/etc/profile[.]d/[^/]*$|/etc/(default|sysconfig)/[^/]*$|/[.]env[^/]*$|[.]env$|/environment[.]d/[^/]*[.]conf$';
const historyFiles = '/[.][a-z_]*(_history|hist)$';
const settingsFiles =
  '[.](conf|cnf|cfg|config|ini|ya?ml|json|toml|properties|tfvars|tfstate|xml|service|sh|bash|rc|htpasswd|plist|php|rb|ps1|sql|txt|log|list|sources|auth|creds|credentials)$' +
  '|/[.][a-z0-9_-]*(rc|config|cfg|credentials|conf)$|/(credentials|config|secrets?|passwords?|passwd|tokens?|auth)$|/[A-Za-z0-9_-]*(settings|config|configuration|credentials|secrets?|environment|env)[A-Za-z0-9_-]*([.](py|js|mjs|ts|pl|lua|php|ini))?$|/etc/[^/]+/[^/.]+$|/(hosts|inventory)$|/[Dd]ockerfile[^/]*$|/docker-compose[^/]*$|/cron[^/]*/[^/]*$|/user-data[^/]*$';

export const residueRules: readonly ResidueRule[] = [
  {
    name: 'private-key',
    item: 'private-keys',
    pattern: '-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----',
    body: true,
  },
  { name: 'putty-key', item: 'private-keys', pattern: '(^|:)Private-Lines: [0-9]+', body: true },
  { name: 'age-key', item: 'private-keys', pattern: 'AGE-SECRET-KEY-1[A-Z0-9]{58}', entropy: 3 },
  {
    name: 'wireguard-key',
    item: 'private-keys',
    pattern: `(^|:|[[:blank:]])PrivateKey${space}=${space}[A-Za-z0-9+/]{43}=`,
    before: upToValue,
    entropy: 3,
  },
  {
    name: 'gnupg-key',
    item: 'private-keys',
    files: '/private-keys-v1[.]d/[^/]*[.]key$|/secring[.]gpg$',
    pattern: '^..',
  },

  token('aws-access-key', '(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}', { except: 'EXAMPLE$' }),
  token(
    'aws-secret-key',
    `(${anyCase('aws')}|${anyCase('secret')})[A-Za-z0-9_. -]{0,30}${quote}${space}(=|:|=>|,)${space}${quote}[A-Za-z0-9/+]{40}`,
    { before: upToValue, entropy: 4, except: 'EXAMPLE|^[A-Za-z/+]*$|^[A-Z0-9/+]*$|^[a-z0-9/+]*$' },
  ),
  token('google-api-key', 'AIza[A-Za-z0-9_-]{35}'),
  token('google-oauth-secret', '(GOCSPX-[A-Za-z0-9_-]{28}|ya29[.][A-Za-z0-9_-]{20,}|1//0[A-Za-z0-9_-]{30,})'),
  {
    name: 'google-service-account',
    item: 'cloud-credentials',
    pattern: '"private_key_id"[[:blank:]]*:[[:blank:]]*"[0-9a-f]{40}"',
    before: '^"private_key_id"[^"]*',
    entropy: 2.5,
  },
  {
    name: 'azure-client-secret',
    item: 'cloud-credentials',
    pattern: '(^|[^A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}($|[^A-Za-z0-9_~.-])',
    entropy: 3,
  },
  token('azure-account-key', '(AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{43,86}==?', { before: '^[^=]*=' }),
  token('azure-shared-signature', 'sig=[A-Za-z0-9%+/]{40,60}(%3[Dd]|=)', { before: '^[^=]*=', entropy: 4.5 }),
  token('alibaba-key', 'LTAI[A-Za-z0-9]{16,24}'),
  token('digitalocean-token', 'do[opr]_v1_[a-f0-9]{64}'),
  token('heroku-key', 'HRKU-[A-Za-z0-9_-]{36,64}'),
  token('databricks-token', 'dapi[a-f0-9]{32}(-[0-9])?'),
  token('cloudflare-origin-key', 'v1[.]0-[a-f0-9]{24}-[a-f0-9]{146}'),
  token('scaleway-key', 'SCW[A-Z0-9]{17}'),
  token('tailscale-key', 'tskey-[a-z]+-[A-Za-z0-9]+-[A-Za-z0-9]{16,}'),
  token('flyio-token', '(fo1_[A-Za-z0-9_-]{43}|fm[12][ar]?_[A-Za-z0-9+/=]{100,})'),
  token('planetscale-token', 'pscale_(tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,}'),
  token('pulumi-token', 'pul-[a-f0-9]{40}'),
  token('doppler-token', 'dp[.](pt|st|ct|sa|scim|audit)[.][A-Za-z0-9_.-]{40,}'),
  token('vault-token', 'hv[sbr][.][A-Za-z0-9_-]{24,}'),
  token('terraform-token', '[A-Za-z0-9]{14}[.]atlasv1[.][A-Za-z0-9_=-]{60,}'),

  token('github-token', '(gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})'),
  token(
    'gitlab-token',
    '(gl(pat|dt|rt|rtr|cbt|ptt|ft|soat|agent|imt|ffct|oas)-[A-Za-z0-9_.=-]{20,}|GR1348941[A-Za-z0-9_-]{20,})',
  ),
  token('bitbucket-token', '(ATBB[A-Za-z0-9]{32}|ATCTT3[A-Za-z0-9_=-]{60,})'),
  token('atlassian-token', 'ATATT3[A-Za-z0-9_=-]{60,}'),
  token('npm-token', 'npm_[A-Za-z0-9]{36}'),
  {
    name: 'npm-login',
    item: 'cloud-credentials',
    pattern: `(^|:)_(authToken|auth|password)${space}=${space}[^$[:space:]{]{6,}`,
    before: '^[^=]*=[ ]*',
    except: '^[<$]',
  },
  token('pypi-token', 'pypi-[A-Za-z0-9_-]{50,}'),
  token('rubygems-token', 'rubygems_[a-f0-9]{48}'),
  token('crates-token', 'cio[A-Za-z0-9]{32}'),
  token('nuget-key', 'oy2[a-z0-9]{43}'),
  token('artifactory-token', '(AKCp[A-Za-z0-9]{60,}|cmVmd[A-Za-z0-9]{59})', { entropy: 4 }),
  token('docker-token', 'dckr_(pat|oat)_[A-Za-z0-9_-]{20,}'),
  token('huggingface-token', '(hf_[A-Za-z0-9]{30,}|api_org_[A-Za-z0-9]{34})'),
  token(
    'openai-key',
    '(sk-(proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|sk-[A-Za-z0-9]{40,})',
  ),
  token('anthropic-key', 'sk-ant-[a-z]+[0-9]+-[A-Za-z0-9_-]{40,}'),
  token(
    'model-service-key',
    '(gsk_[A-Za-z0-9]{48,}|r8_[A-Za-z0-9]{37}|pplx-[A-Za-z0-9]{48}|nvapi-[A-Za-z0-9_-]{60,}|xai-[A-Za-z0-9]{70,})',
  ),
  token(
    'slack-token',
    '(xox[abeprs]-[A-Za-z0-9-]{20,}|xapp-[0-9]-[A-Z0-9]+-[0-9]+-[a-z0-9]{20,}|xoxe[.]xox[bp]-[0-9]-[A-Za-z0-9]{100,})',
  ),
  {
    name: 'slack-webhook',
    item: 'cloud-credentials',
    pattern: 'hooks[.]slack[.]com/(services|workflows|triggers)/[A-Z0-9]{8,}/[A-Z0-9]{8,}/[A-Za-z0-9]{20,}',
    entropy: 3.5,
  },
  {
    name: 'discord-webhook',
    item: 'cloud-credentials',
    pattern: 'discord(app)?[.]com/api/webhooks/[0-9]{15,}/[A-Za-z0-9_-]{50,}',
    entropy: 4,
  },
  token('telegram-token', '[0-9]{8,10}:AA[A-Za-z0-9_-]{33}'),
  token('stripe-key', '((sk|rk)_(live|test|prod)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{32,})'),
  token('square-token', 'sq0[a-z]{3}-[A-Za-z0-9_-]{22,43}'),
  token('shopify-token', 'shp(at|ss|ca|pa)_[A-Fa-f0-9]{32}'),
  token('sendgrid-key', 'SG[.][A-Za-z0-9_-]{20,24}[.][A-Za-z0-9_-]{39,50}'),
  token('mailgun-key', 'key-[a-f0-9]{32}'),
  token('mailchimp-key', '[a-f0-9]{32}-us[0-9]{1,2}'),
  token('twilio-key', 'SK[a-f0-9]{32}'),
  token('grafana-token', '(glc_[A-Za-z0-9+/=]{32,}|glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8})'),
  token('newrelic-key', 'NR(AK|II|JS)-[A-Za-z0-9]{19,32}'),
  token('sentry-token', '(sntrys_eyJ[A-Za-z0-9+/=_]{60,}|sntryu_[a-f0-9]{64})'),
  token('postman-key', 'PMAK-[a-f0-9]{24}-[a-f0-9]{34}'),
  token('linear-key', 'lin_api_[A-Za-z0-9]{40}'),
  token('notion-token', 'ntn_[A-Za-z0-9]{40,}'),
  token('airtable-token', 'pat[A-Za-z0-9]{14}[.][a-f0-9]{64}'),
  token('figma-token', 'fig[dou]r?_[A-Za-z0-9_-]{40}'),
  token('dropbox-token', 'sl[.](u[.])?[A-Za-z0-9_-]{130,}'),
  token('onepassword-token', 'ops_eyJ[A-Za-z0-9+/=]{200,}'),
  token('clojars-token', 'CLOJARS_[a-z0-9]{60}'),
  token('json-web-token', 'eyJ[A-Za-z0-9_-]{15,}[.]eyJ[A-Za-z0-9_-]{15,}[.][A-Za-z0-9_-]{20,}', {
    entropy: 4,
    except: '[.]eyJzdWIiOiIxMjM0NTY3ODkwIi',
  }),

  inFile(
    'docker-login',
    '/(config[.]json|auth[.]json|[.]dockercfg|[.]?dockerconfig[^/]*)$',
    `"(auth|identitytoken|registrytoken)"${space}:${space}"[A-Za-z0-9+/=_.-]{8,}"`,
  ),
  inFile(
    'kubernetes-login',
    '/[.]kube/[^/]*$|/[^/]*kubeconfig[^/]*$|/etc/kubernetes/[^/]*$|/k3s[.]yaml$|[.]ya?ml$',
    `(^|[[:blank:]"])(client-key-data${quote}:${space}${quote}[A-Za-z0-9+/=]{40,}|token${quote}:${space}${quote}[A-Za-z0-9_.:=-]{16,})`,
    { before: upToValue, entropy: 3 },
  ),
  inFile('postgres-login', '/[.]?pgpass([.]conf)?$', '^[^#:]+:[^:]*:[^:]*:[^:]*:.+'),
  inFile('mysql-login', '[.]cnf$', `^${space}password${space}=${space}[^[:space:]#]+`, {
    before: upToValue,
    except: noSecret,
  }),
  inFile('netrc-login', '/[._]netrc$', '(^|[[:blank:]])password[[:blank:]]+[^[:space:]]+'),
  inFile('git-login', '/[.]?git-credentials$|/git/credentials$', '^[a-z]+://[^[:space:]/]*@'),
  inFile('vault-login', '/[.]vault-token$', '[A-Za-z0-9_.-]{16,}'),
  inFile(
    'terraform-login',
    '/(credentials[.]tfrc[.]json|[.]terraformrc|terraform[.]rc)$',
    `${quote}token${quote}${space}[=:]${space}"[^"]{8,}"`,
    { before: upToValue, except: noSecret },
  ),
  inFile(
    'azure-login',
    '/[.]azure/[^/]*[.](json|bin)$',
    '"(secret|refresh_?[Tt]oken|access_?[Tt]oken|client_secret)"[[:blank:]]*:[[:blank:]]*"[^"]{8,}"',
  ),
  inFile('huggingface-login', '/huggingface/(token|stored_tokens)$|/[.]huggingface/token$', 'hf_[A-Za-z0-9]{8,}'),
  inFile('github-login', '/gh/hosts[.]yml$|/[.]?config/hub$', `oauth_token:${space}[A-Za-z0-9_]{16,}`),

  inFile(
    'password-in-address',
    `${settingsFiles}|${homeProfiles}|${historyFiles}|/[.]?git-credentials$|/[.]git/config$|/pip[.]conf$|/[.]pypirc$|/sources[.]list[^/]*$`,
    `[a-z][a-z0-9+.-]{1,20}://[^][[:space:]/:@"'<>(){}$]*:[^][[:space:]/:@"'<>(){}$]{3,}@[A-Za-z0-9[]`,
    {
      before: '^[a-z][a-z0-9+.-]*://[^:]*:',
      except: `^(pass|password|passwd|pwd|secret|token|key|pw|PASSWORD|PASS|xxx+|[*]+|[.]+|example|foo|bar|baz|[0-9]+)@`,
    },
  ),
  inFile(
    'authorization-header',
    `${settingsFiles}|${homeProfiles}|${historyFiles}`,
    `[Aa]uthorization${quote}${space}[:=,]${space}${quote}(Basic|Bearer|[Tt]oken|ApiKey)[[:blank:]]+[A-Za-z0-9+/=._-]{16,}`,
    { before: '^.*(Basic|Bearer|[Tt]oken|ApiKey)[[:blank:]]+', entropy: 3.5, except: '^QWxhZGRpbjpvcGVu' },
  ),
  inFile(
    'password-element',
    '[.](xml|config|csproj|plist)$',
    `<[A-Za-z.]*(${anyOf('password secret token passphrase apikey privatekey')})>[^<>{}$]{4,}</`,
    { before: '^<[^>]*>', except: noSecret },
  ),
  inFile(
    'password-option',
    `${settingsFiles}|${homeProfiles}|${historyFiles}`,
    `(sshpass[[:blank:]]+-p[[:blank:]]*|mysql[a-z]*[[:blank:]].*[[:blank:]]-p|--password[= ])${quote}[^[:space:]$"'-][^[:space:]"']{3,}`,
    { before: '^.*(-p|--password[= ])[ ]*["\']?', except: noSecret },
  ),
  {
    name: 'secret-variable',
    item: 'environment-tokens',
    files: `${homeProfiles}|${historyFiles}`,
    pattern: `(^|[[:blank:]])(export[[:blank:]]+|declare[[:blank:]]+-x[[:blank:]]+|set[[:blank:]]+-x[[:blank:]]+)?${secretName}=${quote}[^[:space:]"'$]+`,
    before: upToValue,
    except: noSecret,
  },
  {
    name: 'secret-setting',
    item: 'environment-tokens',
    files: settingsFiles,
    pattern: assigned(secretName, `[A-Za-z0-9!#%&*+./:=?@^_|~-]{6,}($|[][:space:]"',;)}<&])`),
    before: upToValue,
    entropy: 2.2,
    except: `${noSecret}|^[A-Za-z_./: -]+$`,
  },
];

export const residueRuleNames = [
  ...residueRules.map(({ name }) => name),
  'stored-credentials',
  'secret-value',
] as readonly string[];

/** Returns the rules as the shipped script reads them: one a line, columns set apart by tabs, an empty one as `-`. */
export function residueRuleTable(): string {
  return residueRules
    .map((rule) =>
      [
        rule.name,
        rule.item,
        rule.body ? 'body' : '-',
        String(rule.entropy ?? 0),
        rule.before ?? '-',
        rule.except ?? '-',
        rule.files ?? '-',
        rule.pattern,
      ].join('\t'),
    )
    .join('\n');
}
