/** A script of a recipe, as it stands below `run: |`. */
const indented = (script: string): string =>
  script
    .trim()
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');

interface Parts {
  stack: string;
  base?: string;
  version?: string;
  install: string;
  test?: string;
  more?: string;
}

/** Returns a recipe of one script and one test on the base that the judge has made. */
export function recipe({ stack, base = 'ubuntu-24.04', version = '1.0.0', install, test, more = '' }: Parts): string {
  return `stack: ${stack}
version: ${version}
base: ${base}
instance_types: [m7i.large]
provision:
  - name: install
    timeout: 30m
    run: |
      #!/bin/bash
      set -euo pipefail
${indented(install)}
${test === undefined ? '' : `test:\n  instance_types: [m7i.large]\n  timeout: 10m\n  run: |\n${indented(`#!/bin/bash\nset -euo pipefail\n${test.trim()}`).replace(/^ {6}/gm, '    ')}\n`}${more}`;
}

/** What a machine is asked for most: packages, a virtual environment, a service, a reboot. */
export const service = recipe({
  stack: 'web',
  install: `
if [ ! -e /var/lib/asked ]; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends jq
  python3 -m venv /opt/venv
  touch /var/lib/asked
  exit 194
fi
rm /var/lib/asked
mkdir -p /opt/web
jq -n '{greeting: "hello"}' >/opt/web/index.html
printf '[Service]\\nExecStart=/opt/venv/bin/python -m http.server 8080 --bind 127.0.0.1 --directory /opt/web\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/web.service
systemctl daemon-reload
systemctl enable --now web`,
  test: `
systemctl is-active web ssh
curl --fail --silent --retry 10 --retry-connrefused http://127.0.0.1:8080/ | jq -e '.greeting == "hello"'
curl --silent --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token | grep -q .`,
});

export const withResidue = recipe({
  stack: 'careless',
  install: `
printf '[default]\\naws_access_key_id = AKIAIOSFODNN7EXAMPLQ\\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\\n' >/opt/credentials
mkdir -p /home/build/.ssh
ssh-keygen -q -t ed25519 -N '' -f /home/build/.ssh/deploy`,
});

export const failingTest = recipe({ stack: 'wrong', install: 'echo 1 >/opt/answer', test: 'grep -q 42 /opt/answer' });

export const slow = recipe({ stack: 'slow', install: 'echo started; sleep 600', test: 'true' });

/** A web server with certificates: its packages leave a key on the disk that every copy of the image would share. */
export const webServer = (removesKey: boolean): string =>
  recipe({
    stack: 'nginx',
    install: `
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq nginx certbot python3-certbot-nginx ssl-cert
rm -f /etc/nginx/sites-enabled/default
printf 'server { listen 80; location / { return 200 "ok"; } }\n' >/etc/nginx/conf.d/app.conf
nginx -t
systemctl enable --now nginx
${removesKey ? 'rm -f /etc/ssl/private/ssl-cert-snakeoil.key' : ''}`,
    test: 'curl --fail --silent http://127.0.0.1/ | grep -q ok',
  });

/** Notebooks: a virtual environment with the libraries that carry test keys and sample tokens. */
export const notebooks = recipe({
  stack: 'jupyter',
  install: `
python3 -m venv /opt/venv
/opt/venv/bin/pip install --quiet boto3 cryptography tornado requests jupyterlab
/opt/venv/bin/jupyter --version`,
  test: `
/opt/venv/bin/python -c "import boto3, cryptography, tornado, requests"
! curl --fail --silent http://169.254.169.254/latest/meta-data/
refused=$(/opt/venv/bin/python -c 'import requests; requests.get("http://169.254.169.254/latest/meta-data/")' 2>&1) && exit 1
grep -q 'Connection refused' <<<"$refused"`,
});

/** A runner of pipelines: a user of its own, a unit that runs as it, packages, a schedule. */
export const pipelineRunner = recipe({
  stack: 'runner',
  install: `
apt-get update -qq
apt-get install -y -qq --no-install-recommends git jq make
useradd --create-home --shell /bin/bash runner
install -d -o runner -g runner /opt/runner /opt/runner/work
printf '#!/bin/bash\nwhile true; do date >/opt/runner/work/beat; sleep 1; done\n' >/opt/runner/run.sh
chmod 755 /opt/runner/run.sh
printf '[Service]\nUser=runner\nExecStart=/opt/runner/run.sh\nRestart=always\n[Install]\nWantedBy=multi-user.target\n' >/etc/systemd/system/runner.service
systemctl daemon-reload
systemctl enable runner
sudo -u runner git config --global user.name runner`,
  test: `
for _ in $(seq 1 20); do [ -s /opt/runner/work/beat ] && break; sleep 1; done
test "$(stat -c %U /opt/runner/work/beat)" = runner
test "$(sudo -u runner git config --global user.name)" = runner`,
});

/** A script for an interpreter that the machine does not have. */
export const strangeInterpreter = recipe({ stack: 'strange', install: 'true' }).replace('#!/bin/bash', '#!/bin/fish');
