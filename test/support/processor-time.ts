/** Milliseconds of the processor that `act` takes: by the clock, tests that run at the same time would count too. */
export function processorTime(act: () => void): number {
  const start = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
