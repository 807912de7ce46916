/** What istiod's webhook says of a WorkloadGroup. */
import { type HttpGet, type Probe, type WorkloadGroupSpec } from '../../../imports/istio/workload-group';
import { type Manifest } from '../../model/manifest';
import { given } from '../../values/given';
import { checkProbeHeaderName } from '../../values/http-header';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkLabels } from './common/labels';
import { isSet, type Loose } from './common/loose';
import { itemsOf, specOf } from './common/object';
import { checkPortNumber } from './common/port';

const KIND = 'workload-group';
const SPEC = FieldPath.ROOT.field('spec');
const COUNTS = [
  'periodSeconds',
  'initialDelaySeconds',
  'timeoutSeconds',
  'successThreshold',
  'failureThreshold',
] as const satisfies readonly (keyof Probe)[];
const SCHEMES: readonly string[] = ['', 'HTTP', 'HTTPS'];

export function checkWorkloadGroup(object: Manifest, report: Report): void {
  const { template, metadata, probe } = specOf<WorkloadGroupSpec>(object);
  // What is wrong with these two hides the probe, for istiod looks no further.
  if (!isSet(template)) {
    report.error('workload-group/template', SPEC, 'must have template');
    return;
  }
  if (!checkLabels(metadata?.labels, KIND, SPEC.field('metadata').field('labels'), report)) return;
  if (isSet(probe)) checkProbe(probe, SPEC.field('probe'), report);
}

function checkProbe(probe: Loose<Probe>, path: FieldPath, report: Report): void {
  for (const field of COUNTS) {
    const value = probe[field] ?? 0;
    if (value >= 0) continue;
    report.error('workload-group/probe-negative', path.field(field), `must be at least 0, got ${value}`, { value });
  }
  const { httpGet, tcpSocket, exec } = probe;
  if (isSet(httpGet)) checkHttpGet(httpGet, path.field('httpGet'), report);
  else if (isSet(tcpSocket)) checkPortNumber(tcpSocket.port, KIND, path.field('tcpSocket').field('port'), report);
  else if (isSet(exec)) {
    if (itemsOf(exec.command).length > 0) return;
    report.error('workload-group/probe-command', path.field('exec').field('command'), 'must have a command');
  } else
    report.error('workload-group/probe-method', path, 'must have httpGet, tcpSocket or exec', {
      ...(isSet(probe.grpc) && { fix: "use one of them: istiod's webhook does not know grpc" }),
    });
}

function checkHttpGet(get: Loose<HttpGet>, path: FieldPath, report: Report): void {
  checkPortNumber(get.port, KIND, path.field('port'), report);
  const scheme = get.scheme ?? '';
  if (!SCHEMES.includes(scheme)) {
    const message = `must be HTTP or HTTPS, got ${given(scheme)}`;
    report.error('workload-group/probe-scheme', path.field('scheme'), message, { value: scheme });
  }
  const list = path.field('httpHeaders');
  itemsOf(get.httpHeaders).forEach((header, index) => {
    const name = header.name ?? '';
    const problem = checkProbeHeaderName(name);
    const rule = name === '' ? 'header-empty' : 'header-name';
    if (problem !== undefined)
      report.error(`workload-group/probe-${rule}`, list.item(index).field('name'), problem, { value: name });
  });
}
