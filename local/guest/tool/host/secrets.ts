import { makeHostKeys, keyText } from '../../os/host-keys';
import { type Tool, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

/** `ssh-keygen -A` (host keys), or `-t KIND -f FILE -N ''`: text that looks like a key. */
const sshKeygen: Tool = (call): Outcome => {
  if (call.args.includes('-A')) {
    makeHostKeys(call.system);
    return success();
  }
  const option = (name: string) => (call.args.includes(name) ? call.args[call.args.indexOf(name) + 1] : undefined);
  const kind = option('-t') ?? 'ed25519';
  const file = option('-f');
  if (!['rsa', 'ed25519', 'ecdsa'].includes(kind)) return failure(`unknown key type ${kind}`, 255);
  if (file === undefined || option('-N') === undefined) return notModeled(call, 'asking for a file or a passphrase');
  const path = call.path(file);
  if (call.files.exists(path)) return failure(`${file} already exists.\nOverwrite (y/n)? `);
  const { privateKey, publicKey } = keyText(call.system.host.random, kind);
  call.files.write(path, privateKey, { mode: 0o600 });
  call.files.write(`${path}.pub`, publicKey);
  return success(`Generating public/private ${kind} key pair.\nYour identification has been saved in ${file}\n`);
};

/** `openssl rand [-hex|-base64] N` and `openssl version`. */
const openssl: Tool = (call): Outcome => {
  const [verb, ...args] = call.args;
  if (verb === 'version') return success('OpenSSL 3.0.8 7 Feb 2023 (Library: OpenSSL 3.0.8 7 Feb 2023)\n');
  if (verb !== 'rand') return notModeled(call, verb ?? 'running it without a command');
  const count = Number(args.find((argument) => /^\d+$/.test(argument)));
  if (!Number.isInteger(count)) return failure('rand: missing number of bytes');
  const bytes = Buffer.from(Uint8Array.from({ length: count }, () => Math.floor(call.system.host.random() * 256)));
  if (args.includes('-hex')) return success(`${bytes.toString('hex')}\n`);
  if (args.includes('-base64')) return success(`${bytes.toString('base64')}\n`);
  return { exitCode: 0, stdout: bytes.toString('latin1'), stderr: '', bytes: true };
};

export const secretTools: Record<string, Tool> = { 'ssh-keygen': sshKeygen, openssl };
