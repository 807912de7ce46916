import { checkCronSchedule } from '../../lib/values/cron-schedule';
import { checkTimeZone } from '../../lib/values/time-zone';

describe('schedules', () => {
  test.each([
    '0 3 * * *',
    '59 23 31 12 6',
    '*/5 * * * *',
    '0-30/10 * * * *',
    '5/15 * * * *',
    '1,2,3 * ? JAN-mar MON-FRI',
    '  0  3 * * * ',
    '+5 * * * *',
    '@daily',
    '@every 1h30m',
  ])('%j is one', (schedule) => {
    expect(checkCronSchedule(schedule)).toBeUndefined();
  });

  test.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 7',
    '5-3 * * * *',
    '*/0 * * * *',
    '1/2/3 * * * *',
    '1-2-3 * * * *',
    'a * * * *',
    '-1 * * * *',
    '@day',
    '@every 1',
    '@every 1d',
    'TZ=UTC * * * * *',
  ])('%j is none', (schedule) => {
    expect(checkCronSchedule(schedule)).toEqual(expect.stringMatching(/^must /));
  });
});

describe('time zones', () => {
  test.each(['UTC', 'Europe/Berlin', 'Etc/GMT+1', 'America/Argentina/Buenos_Aires', 'posix/UTC'])(
    '%s is one',
    (zone) => {
      expect(checkTimeZone(zone)).toBeUndefined();
    },
  );

  test.each(['', 'Local', 'local', 'Europe', 'Europe/', '/UTC', '../UTC', '+01:00', '+01', 'Europe/Nowhere'])(
    '%j is none',
    (zone) => {
      expect(checkTimeZone(zone)).toBe(`must be a time zone such as Europe/Berlin or UTC, got ${JSON.stringify(zone)}`);
    },
  );
});
