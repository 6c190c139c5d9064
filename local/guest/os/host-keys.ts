import type { System } from '../process/system';

/** Returns text that looks like a private key and is none: random, so that each guest has its own. */
export function keyText(random: () => number, kind: string): { privateKey: string; publicKey: string } {
  const body = Buffer.from(Uint8Array.from({ length: 180 }, () => Math.floor(random() * 256))).toString('base64');
  const lines = body.match(/.{1,70}/g)?.join('\n') ?? body;
  return {
    privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicKey: `ssh-${kind === 'ed25519' ? 'ed25519' : kind} ${body.slice(0, 68)} root@localhost\n`,
  };
}

/** Writes the ssh host keys that are missing, as cloud-init and `ssh-keygen -A` do. */
export function makeHostKeys(system: System): void {
  for (const kind of ['rsa', 'ecdsa', 'ed25519']) {
    const path = `/etc/ssh/ssh_host_${kind}_key`;
    if (system.files.exists(path)) continue;
    const { privateKey, publicKey } = keyText(system.host.random, kind);
    system.files.write(path, privateKey, { mode: 0o600 });
    system.files.write(`${path}.pub`, publicKey);
  }
}
