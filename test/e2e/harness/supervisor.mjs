// Runs servers for as long as its standard input is open: when whoever started it is gone, however it went, they are stopped and
// their folder is removed. Arguments: the folder, then the commands as JSON ([[program, ...args], ...]).
import { spawn } from 'node:child_process';
import { createWriteStream, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

const [folder, commands] = [process.argv[2], JSON.parse(process.argv[3])];
let isStopping = false;

const children = commands.map(([program, ...args]) => {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(join(folder, `${basename(program)}.log`));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  child.on('error', () => stop(1));
  child.on('exit', () => stop(1));
  return child;
});

function stop(code) {
  if (isStopping) return;
  isStopping = true;
  for (const child of children) child.kill('SIGKILL');
  const gone = children.map((child) =>
    child.exitCode !== null || child.signalCode !== null || child.pid === undefined
      ? Promise.resolve()
      : new Promise((resolve) => child.on('exit', resolve)),
  );
  void Promise.all(gone).then(() => {
    // Where a server ended, its log is read by who started it, who removes the folder, unless it is gone.
    if (process.env.ISTIO_CONSTRUCTS_KEEP_LOGS === undefined && code === 0)
      rmSync(folder, { recursive: true, force: true });
    process.exit(code);
  });
}

process.stdin.on('end', () => stop(0));
process.stdin.on('close', () => stop(0));
process.stdin.resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => stop(0));
