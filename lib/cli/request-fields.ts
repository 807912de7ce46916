/** Checks of what a question is made of, in options and in specs. */
import {
  value,
  bool,
  either,
  type FieldCheck,
  isText,
  listOf,
  mapOf,
  number,
  record,
  text,
  wholeNumber,
} from './fields';
import { given } from '../values/given';

export const NAMESPACED: FieldCheck = value((each) =>
  typeof each === 'string' && /^[^/\s]+\/[^/\s]+$/.test(each)
    ? undefined
    : `must be namespace/name, got ${given(each)}`,
);

export const BACKEND: FieldCheck = record({
  status: wholeNumber(100, 599),
  grpcStatus: wholeNumber(0, 16),
  delay: number(0),
  reset: bool,
  first: wholeNumber(1),
  workload: NAMESPACED,
});

const PORTS = listOf(
  record({ port: wholeNumber(1, 65535), targetPort: wholeNumber(1, 65535), name: text }, { required: ['port'] }),
);

/** What manifests do not contain. */
export const DECLARATIONS = {
  externals: listOf(record({ name: text, hosts: listOf(text), ip: text, certificate: text }, { required: ['name'] })),
  gateways: listOf(
    record(
      { namespace: text, name: text, labels: mapOf(text, { min: 1 }), serviceAccount: text, ports: PORTS },
      { required: ['namespace', 'name', 'labels'] },
    ),
  ),
  namespaces: listOf(record({ name: text, labels: mapOf(text) }, { required: ['name'] })),
  hosts: listOf(
    record(
      { namespace: text, name: text, ports: PORTS, serviceAccount: text, sidecar: bool, labels: mapOf(text) },
      { required: ['namespace', 'name', 'ports'] },
    ),
  ),
} as const;

const QUESTION = /^(?:[A-Z]+ )?\S+:\/\/\S+$/;

/** `GET http://reviews/`, or its parts. */
export const REQUEST: FieldCheck = either(
  isText,
  value((each) =>
    QUESTION.test(String(each))
      ? undefined
      : `must be a method and a URL, such as GET http://reviews/, got ${given(each)}`,
  ),
  record(
    {
      url: text,
      method: text,
      headers: mapOf(text),
      jwt: record({ token: text, claims: mapOf(() => []), key: text, header: text }),
      tls: record({ sni: text, clientCertificate: bool }),
      backend: BACKEND,
      address: text,
    },
    { required: ['url'] },
  ),
);
