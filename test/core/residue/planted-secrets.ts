/**
 * Kinds of secrets that people leave on machines: where, and in what text. The values are made here: none was ever
 * valid.
 */

/** Letters from an alphabet, the same in every run. */
function letters(alphabet: string, count: number): string {
  let text = '';
  while (text.length < count) {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    text += alphabet[Math.floor((state / 2 ** 32) * alphabet.length)];
  }
  return text;
}
let state = 7;

const digits = '0123456789';
const hexDigits = `${digits}abcdef`;
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const small = capitals.toLowerCase();
const anyLetter = capitals + small + digits;
const hex = (count: number) => letters(hexDigits, count);
const alnum = (count: number) => letters(anyLetter, count);
const base64 = (count: number) => letters(`${anyLetter}+/`, count);
const url64 = (count: number) => letters(`${anyLetter}-_`, count);
const block = (label: string, lines = 6) =>
  [`-----BEGIN ${label}-----`, ...Array.from({ length: lines }, () => base64(64)), `-----END ${label}-----`, ''].join(
    '\n',
  );
const awsKey = () => `AKIA${letters(`${capitals}234567`, 16)}`;

export interface Planted {
  kind: string;
  path: string;
  text: string;
}

const planted = (kind: string, path: string, text: string): Planted => ({ kind, path, text });

export const plantedSecrets: readonly Planted[] = [
  planted('RSA key', '/opt/keys/id_rsa', block('RSA PRIVATE KEY', 25)),
  planted('PKCS 8 key', '/srv/tls/server.key', block('PRIVATE KEY', 26)),
  planted('encrypted key', '/usr/local/etc/tls/key.pem', block('ENCRYPTED PRIVATE KEY', 26)),
  planted('EC key', '/var/lib/app/ec.pem', block('EC PRIVATE KEY', 3)),
  planted('OpenSSH key in a home', '/home/alice/.ssh/deploy', block('OPENSSH PRIVATE KEY', 6)),
  planted(
    'key with headers',
    '/root/old.pem',
    block('RSA PRIVATE KEY').replace('-----\n', `-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${hex(32)}\n\n`),
  ),
  planted('key below a temporary folder', '/tmp/build/key.pem', block('PRIVATE KEY')),
  planted('key with Windows line ends', '/opt/win/key.pem', block('PRIVATE KEY').replaceAll('\n', '\r\n')),
  planted('key in YAML', '/etc/app/tls.yaml', `tls:\n  key: |\n${block('PRIVATE KEY').replace(/^/gm, '    ')}\n`),
  planted('key in a dot file', '/opt/app/.key', block('EC PRIVATE KEY', 3)),
  planted(
    'PGP key',
    '/home/alice/secret.asc',
    block('PGP PRIVATE KEY BLOCK').replace('-----\n', '-----\nVersion: GnuPG v2\n\n'),
  ),
  planted(
    'PuTTY key',
    '/home/alice/login.ppk',
    `PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: me\nPublic-Lines: 1\n${base64(64)}\nPrivate-Lines: 2\n${base64(64)}\n${base64(64)}\nPrivate-MAC: ${hex(40)}\n`,
  ),
  planted(
    'age key',
    '/root/.config/age/keys.txt',
    `# created: 2026-01-14\nAGE-SECRET-KEY-1${letters('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58)}\n`,
  ),
  planted(
    'WireGuard key',
    '/etc/wireguard/wg0.conf',
    `[Interface]\nPrivateKey = ${base64(43)}=\nAddress = 10.0.0.2/24\n`,
  ),
  planted('GnuPG key store', '/root/.gnupg/private-keys-v1.d/ABC.key', '(11:private-key(3:rsa))'),

  planted(
    'AWS credentials file',
    '/root/.aws/credentials',
    `[default]\naws_access_key_id = ${awsKey()}\naws_secret_access_key = ${base64(40)}\n`,
  ),
  planted('AWS key under /var', '/var/www/app/settings.py', `KEY = "${awsKey()}"\n`),
  planted('AWS secret alone', '/opt/app/deploy.sh', `export AWS_SECRET_ACCESS_KEY=${base64(40)}\n`),
  planted(
    'AWS key of a session',
    '/usr/share/app/session.json',
    `{"AccessKeyId":"ASIA${letters(`${capitals}234567`, 16)}"}`,
  ),
  planted('AWS key in a log', '/var/log/app/app.log', `2026-01-14 request by ${awsKey()} done\n`),
  planted(
    'Google service account',
    '/opt/app/service-account.json',
    JSON.stringify(
      { type: 'service_account', private_key_id: hex(40), private_key: block('PRIVATE KEY', 26) },
      null,
      2,
    ),
  ),
  planted('Google API key', '/usr/local/share/app/maps.js', `const key = "AIza${url64(35)}";\n`),
  planted(
    'Google user credentials',
    '/root/.config/gcloud/application_default_credentials.json',
    `{"refresh_token": "1//0${url64(60)}", "type": "authorized_user"}`,
  ),
  planted('Azure client secret', '/etc/app/azure.env', `AZURE_CLIENT_SECRET=${alnum(3)}8Q~${alnum(34)}\n`),
  planted(
    'Azure storage key',
    '/etc/app/storage.conf',
    `connection=DefaultEndpointsProtocol=https;AccountName=me;AccountKey=${base64(86)}==;EndpointSuffix=core.windows.net\n`,
  ),
  planted('Azure CLI tokens', '/root/.azure/msal_token_cache.json', `{"AccessToken":{"x":{"secret": "${url64(80)}"}}}`),
  planted('DigitalOcean token', '/root/.config/doctl/config.yaml', `access-token: dop_v1_${hex(64)}\n`),
  planted('Alibaba key', '/opt/app/oss.ini', `id=LTAI${alnum(20)}\n`),
  planted(
    'Databricks token',
    '/root/.databrickscfg',
    `[DEFAULT]\nhost = https://x.cloud.databricks.com\ntoken = dapi${hex(32)}\n`,
  ),

  planted(
    'Docker login',
    '/root/.docker/config.json',
    `{"auths":{"https://index.docker.io/v1/":{"auth": "${base64(28)}"}}}`,
  ),
  planted('npm token', '/root/.npmrc', `//registry.npmjs.org/:_authToken=npm_${alnum(36)}\n`),
  planted('npm token of another registry', '/home/alice/.npmrc', `//npm.pkg.example.org/:_authToken=${hex(40)}\n`),
  planted(
    'pip index with a password',
    '/etc/pip.conf',
    `[global]\nindex-url = https://build:${alnum(20)}@pypi.corp.net/simple\n`,
  ),
  planted(
    'PyPI token',
    '/home/alice/.pypirc',
    `[pypi]\nusername = __token__\npassword = pypi-AgEIcHlwaS5vcmc${url64(80)}\n`,
  ),
  planted(
    'kubeconfig with a client key',
    '/root/.kube/config',
    `apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    client-key-data: ${base64(200)}\n`,
  ),
  planted('kubeconfig with a token', '/home/alice/.kube/config', `users:\n- user:\n    token: ${alnum(60)}\n`),
  planted('pgpass', '/root/.pgpass', `db.internal:5432:app:app:${alnum(16)}\n`),
  planted('my.cnf', '/root/.my.cnf', `[client]\nuser=root\npassword=${alnum(12)}\n`),
  planted('netrc', '/root/.netrc', `machine api.corp.net login me password ${alnum(12)}\n`),
  planted('git credentials', '/home/alice/.git-credentials', `https://alice:${alnum(20)}@git.corp.net\n`),
  planted(
    'git remote with a token',
    '/srv/app/.git/config',
    `[remote "origin"]\n\turl = https://oauth2:${alnum(24)}@git.corp.net/a.git\n`,
  ),
  planted('Vault token file', '/root/.vault-token', `s.${alnum(24)}\n`),
  planted('Vault token', '/etc/vault-agent/env', `X=hvs.${url64(90)}\n`),
  planted(
    'Terraform credentials',
    '/root/.terraform.d/credentials.tfrc.json',
    `{"credentials":{"app.terraform.io":{"token": "${alnum(14)}.atlasv1.${url64(67)}"}}}`,
  ),
  planted('Terraform variables', '/opt/infra/prod.tfvars', `db_password = "${alnum(18)}"\n`),
  planted('GitHub token', '/usr/local/bin/release', `curl -H "x: ghp_${alnum(36)}"\n`),
  planted('fine-grained GitHub token', '/var/lib/app/state', `github_pat_${alnum(22)}_${alnum(59)}\n`),
  planted('GitHub CLI', '/root/.config/gh/hosts.yml', `github.com:\n    oauth_token: gho_${alnum(36)}\n`),
  planted('GitLab token', '/etc/gitlab-runner/config.toml', `token = "glrt-${url64(20)}"\n`),
  planted('GitLab personal token', '/tmp/notes', `glpat-${url64(20)}\n`),
  planted('Hugging Face token', '/root/.cache/huggingface/token', `hf_${letters(capitals + small, 34)}`),
  planted('OpenAI key', '/opt/app/openai.txt', `sk-proj-${url64(120)}\n`),
  planted('older OpenAI key', '/opt/app/openai-old', `sk-${alnum(20)}T3BlbkFJ${alnum(20)}\n`),
  planted('Anthropic key', '/srv/bot/key', `sk-ant-api03-${url64(93)}AA\n`),
  planted(
    'Slack token',
    '/opt/bot/slack.json',
    `{"bot":"xoxb-${letters(digits, 12)}-${letters(digits, 12)}-${alnum(24)}"}`,
  ),
  planted(
    'Slack webhook',
    '/usr/local/bin/notify',
    `curl https://hooks.slack.com/services/T${letters(capitals, 8)}/B${letters(capitals, 8)}/${alnum(24)}\n`,
  ),
  planted('Stripe key', '/var/www/shop/config.rb', `Stripe.api_key = "sk_live_${alnum(24)}"\n`),
  planted('SendGrid key', '/opt/mail/config', `SG.${url64(22)}.${url64(43)}\n`),
  planted('Twilio key', '/opt/sms/config', `SK${hex(32)}\n`),
  planted('Mailgun key', '/opt/mail/mailgun', `api:key-${hex(32)}\n`),
  planted('Telegram bot', '/opt/bot/telegram', `${letters('123456789', 9)}:AA${url64(33)}\n`),
  planted('Grafana token', '/etc/grafana-agent.yaml', `key: glc_${base64(80)}\n`),
  planted('JSON web token', '/var/lib/app/session', `eyJ${url64(34)}.eyJ${url64(60)}.${url64(43)}\n`),
  planted(
    'Maven password',
    '/root/.m2/settings.xml',
    `<settings><servers><server><id>a</id><password>${alnum(14)}</password></server></servers></settings>`,
  ),
  planted('cargo token', '/root/.cargo/credentials.toml', `[registry]\ntoken = "cio${alnum(32)}"\n`),
  planted('RubyGems key', '/root/.gem/credentials', `---\n:rubygems_api_key: rubygems_${hex(48)}\n`),
  planted('rclone', '/root/.config/rclone/rclone.conf', `[s]\ntype = sftp\npass = ${alnum(30)}\n`),
  planted('s3cmd', '/root/.s3cfg', `[default]\nsecret_key = ${base64(40)}\n`),

  planted('exported capital name', '/root/.bashrc', `export API_KEY=${alnum(20)}\n`),
  planted('exported lower-case name', '/home/alice/.profile', `export db_password=${alnum(10)}\n`),
  planted('environment file', '/etc/environment', `DEPLOY_TOKEN=${alnum(20)}\n`),
  planted('profile of everybody', '/etc/profile.d/app.sh', `export app_secret='${alnum(16)}'\n`),
  planted('environment of an app', '/var/www/app/.env', `DB_PASSWORD=${alnum(12)}\n`),
  planted('unit of systemd', '/etc/systemd/system/app.service', `[Service]\nEnvironment=APP_TOKEN=${alnum(24)}\n`),
  planted('YAML setting', '/etc/app/config.yaml', `database:\n  user: app\n  password: ${alnum(12)}\n`),
  planted('JSON setting', '/opt/app/config.json', `{"clientSecret": "${alnum(24)}"}`),
  planted('INI setting', '/usr/local/etc/app.ini', `[api]\napi_key = ${alnum(24)}\n`),
  planted('PHP setting', '/var/www/html/wp-config.php', `define( 'DB_PASSWORD', '${alnum(14)}' );\n`),
  planted(
    'address with a password',
    '/srv/app/database.yml',
    `url: postgres://app:${alnum(14)}@db.internal:5432/app\n`,
  ),
  planted(
    'authorization header',
    '/opt/app/call.sh',
    `curl -H 'Authorization: Bearer ${alnum(40)}' https://api.corp.net\n`,
  ),
  planted('history of a shell', '/root/.bash_history', `mysql -u root -p${alnum(10)} app\n`),
  planted(
    'Docker Compose',
    '/opt/app/docker-compose.yml',
    `services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${alnum(12)}\n`,
  ),
  planted(
    'apt source with a password',
    '/etc/apt/sources.list.d/corp.list',
    `deb https://build:${alnum(14)}@apt.corp.net stable main\n`,
  ),
];
