// Generated from the rules of the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.

/** The function of each rule, by its text; `c` is the library of CEL functions. */
export function rules(c: any): Readonly<Record<string, (self: any) => unknown>> {
  const r0 = c.duration("1ms");
  const r1 = new RegExp("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$", "u");
  return {
    "!((has(self.addresses) ? self.addresses : []).exists(k, k.contains(\"/\")) && !((has(self.resolution) ? self.resolution : \"NONE\") in [\"STATIC\", \"NONE\"]))":
      (self) => !c.and(() => c.exists((c.has(self, "addresses") ? c.select(self, "addresses") : []), ($k: any) => c.contains($k, "/")), () => !c.isIn((c.has(self, "resolution") ? c.select(self, "resolution") : "NONE"), ["STATIC", "NONE"])),
    "!self.contains(\"*\")":
      (self) => !c.contains(self, "*"),
    "((has(self.operation) ? self.operation : \"\") == \"REMOVE\") ? !has(self.value) : true":
      (self) => (((c.has(self, "operation") ? c.select(self, "operation") : "") === "REMOVE") ? !c.has(self, "value") : true),
    "((has(self.operation) ? self.operation : \"\") == \"UPSERT\") ? (self.value != \"\") : true":
      (self) => (((c.has(self, "operation") ? c.select(self, "operation") : "") === "UPSERT") ? (c.select(self, "value") !== "") : true),
    "((has(self.resolution) ? self.resolution : \"\") == \"DNS_ROUND_ROBIN\") ? ((has(self.endpoints) ? self.endpoints : []).size() <= 1) : true":
      (self) => (((c.has(self, "resolution") ? c.select(self, "resolution") : "") === "DNS_ROUND_ROBIN") ? (c.size((c.has(self, "endpoints") ? c.select(self, "endpoints") : [])) <= 1) : true),
    "((has(self.resolution) ? self.resolution : \"NONE\") == \"NONE\") ? !has(self.endpoints) : true":
      (self) => (((c.has(self, "resolution") ? c.select(self, "resolution") : "NONE") === "NONE") ? !c.has(self, "endpoints") : true),
    "(has(self.address) ? self.address : \"\").startsWith(\"unix://\") ? !has(self.ports) : true":
      (self) => (c.startsWith((c.has(self, "address") ? c.select(self, "address") : ""), "unix://") ? !c.has(self, "ports") : true),
    "(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1":
      (self) => (((c.has(self, "credentialName") ? 1 : 0) + (c.has(self, "credentialNames") ? 1 : 0)) <= 1),
    "(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1":
      (self) => (((c.has(self, "credentialNames") ? 1 : 0) + (c.has(self, "tlsCertificates") ? 1 : 0)) <= 1),
    "(has(self.jwksUri) ? 1 : 0) + (has(self.jwks_uri) ? 1 : 0) + (has(self.jwks) ? 1 : 0) <= 1":
      (self) => ((((c.has(self, "jwksUri") ? 1 : 0) + (c.has(self, "jwks_uri") ? 1 : 0)) + (c.has(self, "jwks") ? 1 : 0)) <= 1),
    "(has(self.selector) ? 1 : 0) + (has(self.targetRef) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1":
      (self) => ((((c.has(self, "selector") ? 1 : 0) + (c.has(self, "targetRef") ? 1 : 0)) + (c.has(self, "targetRefs") ? 1 : 0)) <= 1),
    "(has(self.selector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1":
      (self) => (((c.has(self, "selector") ? 1 : 0) + (c.has(self, "targetRefs") ? 1 : 0)) <= 1),
    "(has(self.serviceAccounts) || has(self.notServiceAccounts)) ? (!has(self.principals) &&\n!has(self.notPrincipals) && !has(self.namespaces) && !has(self.notNamespaces)) : true":
      (self) => ((c.has(self, "serviceAccounts") || c.has(self, "notServiceAccounts")) ? ((!c.has(self, "principals") && !c.has(self, "notPrincipals")) && (!c.has(self, "namespaces") && !c.has(self, "notNamespaces"))) : true),
    "(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1":
      (self) => (((c.has(self, "tlsCertificates") ? 1 : 0) + (c.has(self, "credentialNames") ? 1 : 0)) <= 1),
    "(has(self.valueFrom) ? self.valueFrom : \"\") != \"HOST\" || !has(self.value)":
      (self) => c.or(() => ((c.has(self, "valueFrom") ? c.select(self, "valueFrom") : "") !== "HOST"), () => !c.has(self, "value")),
    "(has(self.workloadSelector) ? 1 : 0) + (has(self.endpoints) ? 1 : 0) <= 1":
      (self) => (((c.has(self, "workloadSelector") ? 1 : 0) + (c.has(self, "endpoints") ? 1 : 0)) <= 1),
    "(has(self.workloadSelector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1":
      (self) => (((c.has(self, "workloadSelector") ? 1 : 0) + (c.has(self, "targetRefs") ? 1 : 0)) <= 1),
    "0 < self && self <= 65535":
      (self) => ((0 < self) && (self <= 65535)),
    "duration(self) >= duration('1ms')":
      (self) => (c.duration(self) >= r0),
    "has(self.address) || has(self.network)":
      (self) => (c.has(self, "address") || c.has(self, "network")),
    "has(self.context) ? ((self.context == \"WAYPOINT\") ? has(self.waypoint) : !has(self.waypoint)) : !has(self.waypoint)":
      (self) => (c.has(self, "context") ? ((c.select(self, "context") === "WAYPOINT") ? c.has(self, "waypoint") : !c.has(self, "waypoint")) : !c.has(self, "waypoint")),
    "has(self.portLevelMtls) ? (((has(self.selector) && has(self.selector.matchLabels)) ? self.selector.matchLabels : {}).size() > 0) : true":
      (self) => (c.has(self, "portLevelMtls") ? (c.size(((c.has(self, "selector") && c.has(c.select(self, "selector"), "matchLabels")) ? c.select(c.select(self, "selector"), "matchLabels") : Object.fromEntries([]))) > 0) : true),
    "has(self.wasm) != has(self.lua)":
      (self) => c.differs(c.has(self, "wasm"), c.has(self, "lua")),
    "isURL(self) ? (url(self).getScheme() in [\"\", \"http\", \"https\", \"file\", \"oci\"]) : (isURL(\"http://\" + self) &&\nurl(\"http://\" + self).getScheme() in [\"\", \"http\", \"https\", \"file\", \"oci\"])":
      (self) => (c.isUrl(self) ? c.isIn(c.getScheme(c.url(self)), ["", "http", "https", "file", "oci"]) : (c.isUrl(c.add("http://", self)) && c.isIn(c.getScheme(c.url(c.add("http://", self))), ["", "http", "https", "file", "oci"]))),
    "isURL(self) ? (url(self).getScheme() in [\"\", \"http\", \"https\", \"oci\", \"file\"]) : (isURL(\"http://\" + self) &&\nurl(\"http://\" + self).getScheme() in [\"\", \"http\", \"https\", \"oci\", \"file\"])":
      (self) => (c.isUrl(self) ? c.isIn(c.getScheme(c.url(self)), ["", "http", "https", "oci", "file"]) : (c.isUrl(c.add("http://", self)) && c.isIn(c.getScheme(c.url(c.add("http://", self))), ["", "http", "https", "oci", "file"]))),
    "self != \"*\"":
      (self) => (self !== "*"),
    "self in [\"\", \"HTTP\", \"HTTPS\"]":
      (self) => c.isIn(self, ["", "HTTP", "HTTPS"]),
    "self.all(key, !key.contains(\"*\"))":
      (self) => c.all(self, ($key: any) => !c.contains($key, "*")),
    "self.all(key, 0 < int(key) && int(key) <= 65535)":
      (self) => c.all(self, ($key: any) => c.and(() => (0 < c.int($key)), () => (c.int($key) <= 65535))),
    "self.all(key, key.size() != 0)":
      (self) => c.all(self, ($key: any) => (c.size($key) !== 0)),
    "self.all(key, size(key) < 63 && key.matches(\"^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$\"))":
      (self) => c.all(self, ($key: any) => ((c.size($key) < 63) && c.matches($key, r1))),
    "self.all(l1, self.exists_one(l2, l1.number == l2.number))":
      (self) => c.all(self, ($l1: any) => c.existsOne(self, ($l2: any) => c.equals(c.select($l1, "number"), c.select($l2, "number")))),
    "self.size() == 0":
      (self) => (c.size(self) === 0),
    "self.startsWith(\"unix://\") ? !self.endsWith(\"/\") : true":
      (self) => (c.startsWith(self, "unix://") ? !c.endsWith(self, "/") : true),
    "self.startsWith(\"unix://\") ? (self.substring(7, 8) == \"/\" || self.substring(7, 8) == \"@\") : true":
      (self) => (c.startsWith(self, "unix://") ? c.or(() => (c.substring(self, 7, 8) === "/"), () => (c.substring(self, 7, 8) === "@")) : true),
    "url(self).getScheme() in [\"http\", \"https\"]":
      (self) => c.isIn(c.getScheme(c.url(self)), ["http", "https"]),
  };
}
