/** A real API server on loopback, with its own store, in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, type Connection } from './api-client';
import { program } from './binaries';

const READY_WITHIN = 60_000;

/** A server that runs. */
export interface ControlPlane {
  readonly connection: Connection;

  /** Stops it and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts etcd and the API server on free ports, and waits until it is ready. They stop with this process, whatever happens to it.
 *
 * @throws Error with the end of the servers' logs where they do not come up.
 */
export async function startControlPlane(say: (line: string) => void): Promise<ControlPlane> {
  const [apiserver, etcd] = [await program('kube-apiserver', say), await program('etcd', say)];
  const [client, peer, port] = await freePorts(3);
  const folder = mkdtempSync(join(tmpdir(), 'istio-constructs-e2e-'));
  const token = randomBytes(16).toString('hex');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  writeFileSync(join(folder, 'sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const commands = [
    [etcd, ...etcdArguments(folder, client ?? 0, peer ?? 0)],
    [apiserver, ...apiServerArguments(folder, client ?? 0, port ?? 0)],
  ];
  const supervisor = spawn(process.execPath, [join(__dirname, 'supervisor.mjs'), folder, JSON.stringify(commands)], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: false,
  });
  const certificate = join(folder, 'certs', 'apiserver.crt');
  try {
    const connection = await ready(supervisor, certificate, { port: port ?? 0, token });
    const stop = async (): Promise<void> => {
      await stopped(supervisor);
      // The supervisor leaves it where a server ended before its time.
      if (process.env['ISTIO_CONSTRUCTS_KEEP_LOGS'] === undefined) rmSync(folder, { recursive: true, force: true });
    };
    return { connection, stop };
  } catch (error) {
    const logs = ['etcd', 'kube-apiserver'].map((name) => endOf(join(folder, `${name}.log`))).join('\n');
    await stopped(supervisor);
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`the API server did not come up: ${(error as Error).message}\n${logs}`, { cause: error });
  }
}

function etcdArguments(folder: string, client: number, peer: number): readonly string[] {
  const url = `http://127.0.0.1:${client}`;
  return [
    ...['--data-dir', join(folder, 'etcd'), '--listen-client-urls', url, '--advertise-client-urls', url],
    ...['--listen-peer-urls', `http://127.0.0.1:${peer}`, '--unsafe-no-fsync', '--log-level', 'error'],
  ];
}

function apiServerArguments(folder: string, etcd: number, port: number): readonly string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcd}`,
    ...['--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${port}`],
    ...['--endpoint-reconciler-type=none', `--cert-dir=${join(folder, 'certs')}`],
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${join(folder, 'sa.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    ...['--authorization-mode=RBAC', '--allow-privileged=true'],
    // No controller makes the accounts that it would ask for.
    '--disable-admission-plugins=ServiceAccount',
  ];
}

async function ready(
  supervisor: ChildProcess,
  certificate: string,
  { port, token }: { readonly port: number; readonly token: string },
): Promise<Connection> {
  const until = Date.now() + READY_WITHIN;
  for (;;) {
    if (supervisor.exitCode !== null) throw new Error('a server ended');
    if (existsSync(certificate)) {
      const connection = { port, token, certificate: readFileSync(certificate, 'utf8') };
      const client = new ApiClient(connection);
      const isReady = await client.isReady();
      client.close();
      if (isReady) return connection;
    }
    if (Date.now() > until) throw new Error(`it was not ready within ${READY_WITHIN / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function stopped(supervisor: ChildProcess): Promise<void> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const gone = new Promise((resolve) => supervisor.once('exit', resolve));
  supervisor.stdin?.end();
  await gone;
}

/** Ports that are free now, all taken at once so that they differ. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function endOf(file: string): string {
  if (!existsSync(file)) return `${file}: none`;
  return `${file}:\n${readFileSync(file, 'utf8').split('\n').slice(-20).join('\n')}`;
}
