/** A CRD of our own, with everything that the generator has to know. */
export const WIDGETS = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  names: { kind: Widget, plural: widgets, listKind: WidgetList, singular: widget }
  scope: Namespaced
  versions:
    - name: v1beta1
      served: true
      storage: false
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { old: { type: string } } } } } }
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          description: Prose that stays behind.
          required: [spec]
          properties:
            apiVersion: { type: string }
            kind: { type: string }
            metadata: { type: object }
            status: { type: object, properties: { ready: { type: boolean } } }
            spec:
              type: object
              required: [size, consecutive5xxErrors]
              properties:
                size: { type: string, enum: [SMALL, LARGE], default: SMALL, description: How large. }
                consecutive5xxErrors: { type: integer, minimum: 0, maximum: 100, format: int32 }
                port: { x-kubernetes-int-or-string: true, anyOf: [{ type: integer }, { type: string }] }
                name: { type: string, minLength: 1, maxLength: 63, pattern: '^[a-z]+$' }
                labels: { type: object, additionalProperties: { type: string } }
                anything: { type: object, x-kubernetes-preserve-unknown-fields: true }
                timeout: { type: string, x-kubernetes-validations: [{ rule: "duration(self) >= duration('1ms')", message: too short }] }
                primary: { type: object, properties: &pool { limit: { type: integer } } }
                routes:
                  type: array
                  items:
                    type: object
                    properties:
                      pool: { type: object, properties: *pool }
                      match: { type: object, properties: { path: { type: string } } }
                rules:
                  type: array
                  items: { type: object, properties: { match: { type: object, properties: { host: { type: string } } } } }
                'odd-name': { type: boolean }
    - name: v1alpha1
      served: false
      storage: false
      schema: { openAPIV3Schema: { type: object } }
`;

/** A CRD with this spec schema, as JSON. */
export function crd(kind: string, spec: object, group = 'example.com'): string {
  const openAPIV3Schema = { type: 'object', properties: { spec } };
  return JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: {
      group,
      scope: 'Cluster',
      names: { kind, plural: `${kind.toLowerCase()}s` },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  });
}
