// Generated from the rules of the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.

/** The function of each rule, by its text; `c` is the library of CEL functions. */
export function rules(c: any): Readonly<Record<string, (self: any) => unknown>> {
  const r0 = c.duration("1s");
  const r1 = c.duration("1h");
  const r2 = c.duration("0s");
  const r3 = new RegExp("^[A-Za-z_][A-Za-z_0-9]*$", "u");
  const r4 = new RegExp("^\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*$", "iu");
  const r5 = new RegExp("^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$", "u");
  const r6 = new RegExp("^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$", "u");
  const r7 = new RegExp("^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$", "u");
  const r8 = new RegExp("^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "u");
  return {
    "!(!has(self.cors) && self.type == 'CORS')":
      (self) => !(!c.has(self, "cors") && (c.select(self, "type") === "CORS")),
    "!(!has(self.extensionRef) && self.type == 'ExtensionRef')":
      (self) => !(!c.has(self, "extensionRef") && (c.select(self, "type") === "ExtensionRef")),
    "!(!has(self.externalAuth) && self.type == 'ExternalAuth')":
      (self) => !(!c.has(self, "externalAuth") && (c.select(self, "type") === "ExternalAuth")),
    "!(!has(self.requestHeaderModifier) && self.type == 'RequestHeaderModifier')":
      (self) => !(!c.has(self, "requestHeaderModifier") && (c.select(self, "type") === "RequestHeaderModifier")),
    "!(!has(self.requestMirror) && self.type == 'RequestMirror')":
      (self) => !(!c.has(self, "requestMirror") && (c.select(self, "type") === "RequestMirror")),
    "!(!has(self.requestRedirect) && self.type == 'RequestRedirect')":
      (self) => !(!c.has(self, "requestRedirect") && (c.select(self, "type") === "RequestRedirect")),
    "!(!has(self.responseHeaderModifier) && self.type == 'ResponseHeaderModifier')":
      (self) => !(!c.has(self, "responseHeaderModifier") && (c.select(self, "type") === "ResponseHeaderModifier")),
    "!(!has(self.urlRewrite) && self.type == 'URLRewrite')":
      (self) => !(!c.has(self, "urlRewrite") && (c.select(self, "type") === "URLRewrite")),
    "!('*' in self && self.size() > 1)":
      (self) => !(c.isIn("*", self) && (c.size(self) > 1)),
    "!(duration(self) < duration('1s') || duration(self) > duration('1h'))":
      (self) => !c.or(() => (c.duration(self) < r0), () => (c.duration(self) > r1)),
    "!(duration(self) == duration('0s') || duration(self) > duration('1h'))":
      (self) => !c.or(() => c.equals(c.duration(self), r2), () => (c.duration(self) > r1)),
    "!(has(self.caCertificateRefs) && size(self.caCertificateRefs) > 0 && has(self.wellKnownCACertificates) && self.wellKnownCACertificates != \"\")":
      (self) => !c.and(() => (c.has(self, "caCertificateRefs") && (c.size(c.select(self, "caCertificateRefs")) > 0)), () => (c.has(self, "wellKnownCACertificates") && (c.select(self, "wellKnownCACertificates") !== ""))),
    "!(has(self.cors) && self.type != 'CORS')":
      (self) => !(c.has(self, "cors") && (c.select(self, "type") !== "CORS")),
    "!(has(self.extensionRef) && self.type != 'ExtensionRef')":
      (self) => !(c.has(self, "extensionRef") && (c.select(self, "type") !== "ExtensionRef")),
    "!(has(self.externalAuth) && self.type != 'ExternalAuth')":
      (self) => !(c.has(self, "externalAuth") && (c.select(self, "type") !== "ExternalAuth")),
    "!(has(self.percent) && has(self.fraction))":
      (self) => !(c.has(self, "percent") && c.has(self, "fraction")),
    "!(has(self.request) && has(self.backendRequest) && duration(self.request) != duration('0s') && duration(self.backendRequest) > duration(self.request))":
      (self) => !((c.has(self, "request") && c.has(self, "backendRequest")) && c.and(() => c.differs(c.duration(c.select(self, "request")), r2), () => (c.duration(c.select(self, "backendRequest")) > c.duration(c.select(self, "request"))))),
    "!(has(self.requestHeaderModifier) && self.type != 'RequestHeaderModifier')":
      (self) => !(c.has(self, "requestHeaderModifier") && (c.select(self, "type") !== "RequestHeaderModifier")),
    "!(has(self.requestMirror) && self.type != 'RequestMirror')":
      (self) => !(c.has(self, "requestMirror") && (c.select(self, "type") !== "RequestMirror")),
    "!(has(self.requestRedirect) && self.type != 'RequestRedirect')":
      (self) => !(c.has(self, "requestRedirect") && (c.select(self, "type") !== "RequestRedirect")),
    "!(has(self.responseHeaderModifier) && self.type != 'ResponseHeaderModifier')":
      (self) => !(c.has(self, "responseHeaderModifier") && (c.select(self, "type") !== "ResponseHeaderModifier")),
    "!(has(self.urlRewrite) && self.type != 'URLRewrite')":
      (self) => !(c.has(self, "urlRewrite") && (c.select(self, "type") !== "URLRewrite")),
    "!(self.exists(f, f.type == 'RequestRedirect') && self.exists(f, f.type == 'URLRewrite'))":
      (self) => !c.and(() => c.exists(self, ($f: any) => (c.select($f, "type") === "RequestRedirect")), () => c.exists(self, ($f: any) => (c.select($f, "type") === "URLRewrite"))),
    "!(self.type != \"Hostname\" && has(self.hostname) && self.hostname != \"\")":
      (self) => !c.and(() => c.and(() => (c.select(self, "type") !== "Hostname"), () => c.has(self, "hostname")), () => (c.select(self, "hostname") !== "")),
    "!(self.type != \"URI\" && has(self.uri) && self.uri != \"\")":
      (self) => !c.and(() => c.and(() => (c.select(self, "type") !== "URI"), () => c.has(self, "uri")), () => (c.select(self, "uri") !== "")),
    "!(self.type == \"Hostname\" && (!has(self.hostname) || self.hostname == \"\"))":
      (self) => !c.and(() => (c.select(self, "type") === "Hostname"), () => (!c.has(self, "hostname") || (c.select(self, "hostname") === ""))),
    "!(self.type == \"URI\" && (!has(self.uri) || self.uri == \"\"))":
      (self) => !c.and(() => (c.select(self, "type") === "URI"), () => (!c.has(self, "uri") || (c.select(self, "uri") === ""))),
    "!has(self.cookieConfig) || !has(self.cookieConfig.lifetimeType) || self.cookieConfig.lifetimeType != 'Permanent' || has(self.absoluteTimeout)":
      (self) => c.or(() => (!c.has(self, "cookieConfig") || !c.has(c.select(self, "cookieConfig"), "lifetimeType")), () => c.or(() => (c.select(c.select(self, "cookieConfig"), "lifetimeType") !== "Permanent"), () => c.has(self, "absoluteTimeout"))),
    "!has(self.cookieConfig) || self.type == 'Cookie'":
      (self) => (!c.has(self, "cookieConfig") || (c.select(self, "type") === "Cookie")),
    "!self.endsWith('.cluster.local')":
      (self) => !c.endsWith(self, ".cluster.local"),
    "(!has(self.type) || self.type == 'Exact') && has(self.method) ? self.method.matches(r\"\"\"^[A-Za-z_][A-Za-z_0-9]*$\"\"\"): true":
      (self) => (c.and(() => (!c.has(self, "type") || (c.select(self, "type") === "Exact")), () => c.has(self, "method")) ? c.matches(c.select(self, "method"), r3) : true),
    "(!has(self.type) || self.type == 'Exact') && has(self.service) ? self.service.matches(r\"\"\"^(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*$\"\"\"): true":
      (self) => (c.and(() => (!c.has(self, "type") || (c.select(self, "type") === "Exact")), () => c.has(self, "service")) ? c.matches(c.select(self, "service"), r4) : true),
    "(has(self.backendRefs) && self.backendRefs.exists_one(b, (has(b.filters) && b.filters.exists_one(f, has(f.requestRedirect) && has(f.requestRedirect.path) && f.requestRedirect.path.type == 'ReplacePrefixMatch' && has(f.requestRedirect.path.replacePrefixMatch))) )) ? ((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true":
      (self) => ((c.has(self, "backendRefs") && c.existsOne(c.select(self, "backendRefs"), ($b: any) => (c.has($b, "filters") && c.existsOne(c.select($b, "filters"), ($f: any) => c.and(() => (c.has($f, "requestRedirect") && c.has(c.select($f, "requestRedirect"), "path")), () => c.and(() => (c.select(c.select(c.select($f, "requestRedirect"), "path"), "type") === "ReplacePrefixMatch"), () => c.has(c.select(c.select($f, "requestRedirect"), "path"), "replacePrefixMatch"))))))) ? (c.or(() => c.or(() => (c.size(c.select(self, "matches")) !== 1), () => !c.has(c.index(c.select(self, "matches"), 0), "path")), () => (c.select(c.select(c.index(c.select(self, "matches"), 0), "path"), "type") !== "PathPrefix")) ? false : true) : true),
    "(has(self.backendRefs) && self.backendRefs.exists_one(b, (has(b.filters) && b.filters.exists_one(f, has(f.urlRewrite) && has(f.urlRewrite.path) && f.urlRewrite.path.type == 'ReplacePrefixMatch' && has(f.urlRewrite.path.replacePrefixMatch))) )) ? ((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true":
      (self) => ((c.has(self, "backendRefs") && c.existsOne(c.select(self, "backendRefs"), ($b: any) => (c.has($b, "filters") && c.existsOne(c.select($b, "filters"), ($f: any) => c.and(() => (c.has($f, "urlRewrite") && c.has(c.select($f, "urlRewrite"), "path")), () => c.and(() => (c.select(c.select(c.select($f, "urlRewrite"), "path"), "type") === "ReplacePrefixMatch"), () => c.has(c.select(c.select($f, "urlRewrite"), "path"), "replacePrefixMatch"))))))) ? (c.or(() => c.or(() => (c.size(c.select(self, "matches")) !== 1), () => !c.has(c.index(c.select(self, "matches"), 0), "path")), () => (c.select(c.select(c.index(c.select(self, "matches"), 0), "path"), "type") !== "PathPrefix")) ? false : true) : true),
    "(has(self.backendRefs) && size(self.backendRefs) > 0) ? (!has(self.filters) || self.filters.all(f, !has(f.requestRedirect))): true":
      (self) => ((c.has(self, "backendRefs") && (c.size(c.select(self, "backendRefs")) > 0)) ? (!c.has(self, "filters") || c.all(c.select(self, "filters"), ($f: any) => !c.has($f, "requestRedirect"))) : true),
    "(has(self.caCertificateRefs) && size(self.caCertificateRefs) > 0 || has(self.wellKnownCACertificates) && self.wellKnownCACertificates != \"\")":
      (self) => c.or(() => (c.has(self, "caCertificateRefs") && (c.size(c.select(self, "caCertificateRefs")) > 0)), () => (c.has(self, "wellKnownCACertificates") && (c.select(self, "wellKnownCACertificates") !== ""))),
    "(has(self.filters) && self.filters.exists_one(f, has(f.requestRedirect) && has(f.requestRedirect.path) && f.requestRedirect.path.type == 'ReplacePrefixMatch' && has(f.requestRedirect.path.replacePrefixMatch))) ? ((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true":
      (self) => ((c.has(self, "filters") && c.existsOne(c.select(self, "filters"), ($f: any) => c.and(() => (c.has($f, "requestRedirect") && c.has(c.select($f, "requestRedirect"), "path")), () => c.and(() => (c.select(c.select(c.select($f, "requestRedirect"), "path"), "type") === "ReplacePrefixMatch"), () => c.has(c.select(c.select($f, "requestRedirect"), "path"), "replacePrefixMatch"))))) ? (c.or(() => c.or(() => (c.size(c.select(self, "matches")) !== 1), () => !c.has(c.index(c.select(self, "matches"), 0), "path")), () => (c.select(c.select(c.index(c.select(self, "matches"), 0), "path"), "type") !== "PathPrefix")) ? false : true) : true),
    "(has(self.filters) && self.filters.exists_one(f, has(f.urlRewrite) && has(f.urlRewrite.path) && f.urlRewrite.path.type == 'ReplacePrefixMatch' && has(f.urlRewrite.path.replacePrefixMatch))) ? ((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true":
      (self) => ((c.has(self, "filters") && c.existsOne(c.select(self, "filters"), ($f: any) => c.and(() => (c.has($f, "urlRewrite") && c.has(c.select($f, "urlRewrite"), "path")), () => c.and(() => (c.select(c.select(c.select($f, "urlRewrite"), "path"), "type") === "ReplacePrefixMatch"), () => c.has(c.select(c.select($f, "urlRewrite"), "path"), "replacePrefixMatch"))))) ? (c.or(() => c.or(() => (c.size(c.select(self, "matches")) !== 1), () => !c.has(c.index(c.select(self, "matches"), 0), "path")), () => (c.select(c.select(c.index(c.select(self, "matches"), 0), "path"), "type") !== "PathPrefix")) ? false : true) : true),
    "(self.size() > 0 ? (has(self[0].matches) ? self[0].matches.size() : 0) : 0) + (self.size() > 1 ? (has(self[1].matches) ? self[1].matches.size() : 0) : 0) + (self.size() > 2 ? (has(self[2].matches) ? self[2].matches.size() : 0) : 0) + (self.size() > 3 ? (has(self[3].matches) ? self[3].matches.size() : 0) : 0) + (self.size() > 4 ? (has(self[4].matches) ? self[4].matches.size() : 0) : 0) + (self.size() > 5 ? (has(self[5].matches) ? self[5].matches.size() : 0) : 0) + (self.size() > 6 ? (has(self[6].matches) ? self[6].matches.size() : 0) : 0) + (self.size() > 7 ? (has(self[7].matches) ? self[7].matches.size() : 0) : 0) + (self.size() > 8 ? (has(self[8].matches) ? self[8].matches.size() : 0) : 0) + (self.size() > 9 ? (has(self[9].matches) ? self[9].matches.size() : 0) : 0) + (self.size() > 10 ? (has(self[10].matches) ? self[10].matches.size() : 0) : 0) + (self.size() > 11 ? (has(self[11].matches) ? self[11].matches.size() : 0) : 0) + (self.size() > 12 ? (has(self[12].matches) ? self[12].matches.size() : 0) : 0) + (self.size() > 13 ? (has(self[13].matches) ? self[13].matches.size() : 0) : 0) + (self.size() > 14 ? (has(self[14].matches) ? self[14].matches.size() : 0) : 0) + (self.size() > 15 ? (has(self[15].matches) ? self[15].matches.size() : 0) : 0) <= 128":
      (self) => ((((((((((((((((((c.size(self) > 0) ? (c.has(c.index(self, 0), "matches") ? c.size(c.select(c.index(self, 0), "matches")) : 0) : 0) + ((c.size(self) > 1) ? (c.has(c.index(self, 1), "matches") ? c.size(c.select(c.index(self, 1), "matches")) : 0) : 0)) + ((c.size(self) > 2) ? (c.has(c.index(self, 2), "matches") ? c.size(c.select(c.index(self, 2), "matches")) : 0) : 0)) + ((c.size(self) > 3) ? (c.has(c.index(self, 3), "matches") ? c.size(c.select(c.index(self, 3), "matches")) : 0) : 0)) + ((c.size(self) > 4) ? (c.has(c.index(self, 4), "matches") ? c.size(c.select(c.index(self, 4), "matches")) : 0) : 0)) + ((c.size(self) > 5) ? (c.has(c.index(self, 5), "matches") ? c.size(c.select(c.index(self, 5), "matches")) : 0) : 0)) + ((c.size(self) > 6) ? (c.has(c.index(self, 6), "matches") ? c.size(c.select(c.index(self, 6), "matches")) : 0) : 0)) + ((c.size(self) > 7) ? (c.has(c.index(self, 7), "matches") ? c.size(c.select(c.index(self, 7), "matches")) : 0) : 0)) + ((c.size(self) > 8) ? (c.has(c.index(self, 8), "matches") ? c.size(c.select(c.index(self, 8), "matches")) : 0) : 0)) + ((c.size(self) > 9) ? (c.has(c.index(self, 9), "matches") ? c.size(c.select(c.index(self, 9), "matches")) : 0) : 0)) + ((c.size(self) > 10) ? (c.has(c.index(self, 10), "matches") ? c.size(c.select(c.index(self, 10), "matches")) : 0) : 0)) + ((c.size(self) > 11) ? (c.has(c.index(self, 11), "matches") ? c.size(c.select(c.index(self, 11), "matches")) : 0) : 0)) + ((c.size(self) > 12) ? (c.has(c.index(self, 12), "matches") ? c.size(c.select(c.index(self, 12), "matches")) : 0) : 0)) + ((c.size(self) > 13) ? (c.has(c.index(self, 13), "matches") ? c.size(c.select(c.index(self, 13), "matches")) : 0) : 0)) + ((c.size(self) > 14) ? (c.has(c.index(self, 14), "matches") ? c.size(c.select(c.index(self, 14), "matches")) : 0) : 0)) + ((c.size(self) > 15) ? (c.has(c.index(self, 15), "matches") ? c.size(c.select(c.index(self, 15), "matches")) : 0) : 0)) <= 128),
    "(self.size() > 0 ? self[0].matches.size() : 0) + (self.size() > 1 ? self[1].matches.size() : 0) + (self.size() > 2 ? self[2].matches.size() : 0) + (self.size() > 3 ? self[3].matches.size() : 0) + (self.size() > 4 ? self[4].matches.size() : 0) + (self.size() > 5 ? self[5].matches.size() : 0) + (self.size() > 6 ? self[6].matches.size() : 0) + (self.size() > 7 ? self[7].matches.size() : 0) + (self.size() > 8 ? self[8].matches.size() : 0) + (self.size() > 9 ? self[9].matches.size() : 0) + (self.size() > 10 ? self[10].matches.size() : 0) + (self.size() > 11 ? self[11].matches.size() : 0) + (self.size() > 12 ? self[12].matches.size() : 0) + (self.size() > 13 ? self[13].matches.size() : 0) + (self.size() > 14 ? self[14].matches.size() : 0) + (self.size() > 15 ? self[15].matches.size() : 0) <= 128":
      (self) => ((((((((((((((((((c.size(self) > 0) ? c.size(c.select(c.index(self, 0), "matches")) : 0) + ((c.size(self) > 1) ? c.size(c.select(c.index(self, 1), "matches")) : 0)) + ((c.size(self) > 2) ? c.size(c.select(c.index(self, 2), "matches")) : 0)) + ((c.size(self) > 3) ? c.size(c.select(c.index(self, 3), "matches")) : 0)) + ((c.size(self) > 4) ? c.size(c.select(c.index(self, 4), "matches")) : 0)) + ((c.size(self) > 5) ? c.size(c.select(c.index(self, 5), "matches")) : 0)) + ((c.size(self) > 6) ? c.size(c.select(c.index(self, 6), "matches")) : 0)) + ((c.size(self) > 7) ? c.size(c.select(c.index(self, 7), "matches")) : 0)) + ((c.size(self) > 8) ? c.size(c.select(c.index(self, 8), "matches")) : 0)) + ((c.size(self) > 9) ? c.size(c.select(c.index(self, 9), "matches")) : 0)) + ((c.size(self) > 10) ? c.size(c.select(c.index(self, 10), "matches")) : 0)) + ((c.size(self) > 11) ? c.size(c.select(c.index(self, 11), "matches")) : 0)) + ((c.size(self) > 12) ? c.size(c.select(c.index(self, 12), "matches")) : 0)) + ((c.size(self) > 13) ? c.size(c.select(c.index(self, 13), "matches")) : 0)) + ((c.size(self) > 14) ? c.size(c.select(c.index(self, 14), "matches")) : 0)) + ((c.size(self) > 15) ? c.size(c.select(c.index(self, 15), "matches")) : 0)) <= 128),
    "(self.type in ['Exact','PathPrefix']) ? !self.value.contains('#') : true":
      (self) => (c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]) ? !c.contains(c.select(self, "value"), "#") : true),
    "(self.type in ['Exact','PathPrefix']) ? !self.value.contains('%2F') : true":
      (self) => (c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]) ? !c.contains(c.select(self, "value"), "%2F") : true),
    "(self.type in ['Exact','PathPrefix']) ? !self.value.contains('%2f') : true":
      (self) => (c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]) ? !c.contains(c.select(self, "value"), "%2f") : true),
    "(self.type in ['Exact','PathPrefix']) ? !self.value.contains('/../') : true":
      (self) => (c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]) ? !c.contains(c.select(self, "value"), "/../") : true),
    "(self.type in ['Exact','PathPrefix']) ? !self.value.contains('/./') : true":
      (self) => (c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]) ? !c.contains(c.select(self, "value"), "/./") : true),
    "(self.type in ['Exact','PathPrefix']) ? !self.value.contains('//') : true":
      (self) => (c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]) ? !c.contains(c.select(self, "value"), "//") : true),
    "(self.type in ['Exact','PathPrefix']) ? !self.value.endsWith('/.') : true":
      (self) => (c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]) ? !c.endsWith(c.select(self, "value"), "/.") : true),
    "(self.type in ['Exact','PathPrefix']) ? !self.value.endsWith('/..') : true":
      (self) => (c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]) ? !c.endsWith(c.select(self, "value"), "/..") : true),
    "(self.type in ['Exact','PathPrefix']) ? self.value.matches(r\"\"\"^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$\"\"\") : true":
      (self) => (c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]) ? c.matches(c.select(self, "value"), r5) : true),
    "(self.type in ['Exact','PathPrefix']) ? self.value.startsWith('/') : true":
      (self) => (c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]) ? c.startsWith(c.select(self, "value"), "/") : true),
    "(size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true":
      (self) => (c.and(() => (c.size(c.select(self, "group")) === 0), () => (c.select(self, "kind") === "Service")) ? c.has(self, "port") : true),
    "has(self.grpc) ? self.protocol == 'GRPC' : true":
      (self) => (c.has(self, "grpc") ? (c.select(self, "protocol") === "GRPC") : true),
    "has(self.http) ? self.protocol == 'HTTP' : true":
      (self) => (c.has(self, "http") ? (c.select(self, "protocol") === "HTTP") : true),
    "has(self.replaceFullPath) ? self.type == 'ReplaceFullPath' : true":
      (self) => (c.has(self, "replaceFullPath") ? (c.select(self, "type") === "ReplaceFullPath") : true),
    "has(self.replacePrefixMatch) ? self.type == 'ReplacePrefixMatch' : true":
      (self) => (c.has(self, "replacePrefixMatch") ? (c.select(self, "type") === "ReplacePrefixMatch") : true),
    "has(self.type) ? has(self.service) || has(self.method) : true":
      (self) => (c.has(self, "type") ? (c.has(self, "service") || c.has(self, "method")) : true),
    "self.all(a1, a1.type == 'Hostname'  && has(a1.value) ? self.exists_one(a2, a2.type == a1.type && has(a2.value) && a2.value == a1.value) : true )":
      (self) => c.all(self, ($a1: any) => (c.and(() => (c.select($a1, "type") === "Hostname"), () => c.has($a1, "value")) ? c.existsOne(self, ($a2: any) => c.and(() => c.and(() => c.equals(c.select($a2, "type"), c.select($a1, "type")), () => c.has($a2, "value")), () => c.equals(c.select($a2, "value"), c.select($a1, "value")))) : true)),
    "self.all(a1, a1.type == 'IPAddress' && has(a1.value) ? self.exists_one(a2, a2.type == a1.type && has(a2.value) && a2.value == a1.value) : true )":
      (self) => c.all(self, ($a1: any) => (c.and(() => (c.select($a1, "type") === "IPAddress"), () => c.has($a1, "value")) ? c.existsOne(self, ($a2: any) => c.and(() => c.and(() => c.equals(c.select($a2, "type"), c.select($a1, "type")), () => c.has($a2, "value")), () => c.equals(c.select($a2, "value"), c.select($a1, "value")))) : true)),
    "self.all(h, !h.contains('*') ? h.matches('^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$') : true)":
      (self) => c.all(self, ($h: any) => (!c.contains($h, "*") ? c.matches($h, r6) : true)),
    "self.all(h, !isIP(h))":
      (self) => c.all(self, ($h: any) => !c.isIp($h)),
    "self.all(h, h.contains('*') ? (h.startsWith('*.') && h.substring(2).matches('^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$')) : true)":
      (self) => c.all(self, ($h: any) => (c.contains($h, "*") ? (c.startsWith($h, "*.") && c.matches(c.substring($h, 2), r6)) : true)),
    "self.all(key, key.matches(r\"\"\"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$\"\"\"))":
      (self) => c.all(self, ($key: any) => c.matches($key, r7)),
    "self.all(key, key.split(\"/\")[0].size() < 253)":
      (self) => c.all(self, ($key: any) => (c.size(c.index(c.split($key, "/"), 0)) < 253)),
    "self.all(l, (l.protocol == 'HTTPS' && has(l.tls)) ? (l.tls.mode == '' || l.tls.mode == 'Terminate') : true)":
      (self) => c.all(self, ($l: any) => (c.and(() => (c.select($l, "protocol") === "HTTPS"), () => c.has($l, "tls")) ? c.or(() => (c.select(c.select($l, "tls"), "mode") === ""), () => (c.select(c.select($l, "tls"), "mode") === "Terminate")) : true)),
    "self.all(l, (l.protocol == 'TLS' ? has(l.tls) && has(l.tls.mode) && l.tls.mode != '' : true))":
      (self) => c.all(self, ($l: any) => ((c.select($l, "protocol") === "TLS") ? c.and(() => (c.has($l, "tls") && c.has(c.select($l, "tls"), "mode")), () => (c.select(c.select($l, "tls"), "mode") !== "")) : true)),
    "self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)":
      (self) => c.all(self, ($l: any) => (c.isIn(c.select($l, "protocol"), ["HTTP", "TCP", "UDP"]) ? !c.has($l, "tls") : true)),
    "self.all(l, l.protocol in ['TCP', 'UDP']  ? (!has(l.hostname) || l.hostname == '') : true)":
      (self) => c.all(self, ($l: any) => (c.isIn(c.select($l, "protocol"), ["TCP", "UDP"]) ? (!c.has($l, "hostname") || (c.select($l, "hostname") === "")) : true)),
    "self.all(l1, !has(l1.name) || self.exists_one(l2, has(l2.name) && l1.name == l2.name))":
      (self) => c.all(self, ($l1: any) => (!c.has($l1, "name") || c.existsOne(self, ($l2: any) => (c.has($l2, "name") && c.equals(c.select($l1, "name"), c.select($l2, "name")))))),
    "self.all(l1, !has(l1.port) || self.exists_one(l2, has(l2.port) && l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))":
      (self) => c.all(self, ($l1: any) => (!c.has($l1, "port") || c.existsOne(self, ($l2: any) => c.and(() => (c.has($l2, "port") && c.equals(c.select($l1, "port"), c.select($l2, "port"))), () => c.and(() => c.equals(c.select($l1, "protocol"), c.select($l2, "protocol")), () => ((c.has($l1, "hostname") && c.has($l2, "hostname")) ? c.equals(c.select($l1, "hostname"), c.select($l2, "hostname")) : (!c.has($l1, "hostname") && !c.has($l2, "hostname")))))))),
    "self.all(l1, self.exists_one(l2, l1.name == l2.name))":
      (self) => c.all(self, ($l1: any) => c.existsOne(self, ($l2: any) => c.equals(c.select($l1, "name"), c.select($l2, "name")))),
    "self.all(l1, self.exists_one(l2, l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))":
      (self) => c.all(self, ($l1: any) => c.existsOne(self, ($l2: any) => c.and(() => c.and(() => c.equals(c.select($l1, "port"), c.select($l2, "port")), () => c.equals(c.select($l1, "protocol"), c.select($l2, "protocol"))), () => ((c.has($l1, "hostname") && c.has($l2, "hostname")) ? c.equals(c.select($l1, "hostname"), c.select($l2, "hostname")) : (!c.has($l1, "hostname") && !c.has($l2, "hostname")))))),
    "self.all(p1, self.all(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ )) ? ((!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == '')) : true))":
      (self) => c.all(self, ($p1: any) => c.all(self, ($p2: any) => (c.and(() => c.and(() => c.equals(c.select($p1, "group"), c.select($p2, "group")), () => c.equals(c.select($p1, "kind"), c.select($p2, "kind"))), () => c.and(() => c.equals(c.select($p1, "name"), c.select($p2, "name")), () => c.or(() => c.and(() => (!c.has($p1, "namespace") || (c.select($p1, "namespace") === "")), () => (!c.has($p2, "namespace") || (c.select($p2, "namespace") === ""))), () => ((c.has($p1, "namespace") && c.has($p2, "namespace")) && c.equals(c.select($p1, "namespace"), c.select($p2, "namespace")))))) ? c.equals((!c.has($p1, "sectionName") || (c.select($p1, "sectionName") === "")), (!c.has($p2, "sectionName") || (c.select($p2, "sectionName") === ""))) : true))),
    "self.all(p1, self.all(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__)) ? ((!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == '') && (!has(p1.port) || p1.port == 0) == (!has(p2.port) || p2.port == 0)): true))":
      (self) => c.all(self, ($p1: any) => c.all(self, ($p2: any) => (c.and(() => c.and(() => c.equals(c.select($p1, "group"), c.select($p2, "group")), () => c.equals(c.select($p1, "kind"), c.select($p2, "kind"))), () => c.and(() => c.equals(c.select($p1, "name"), c.select($p2, "name")), () => c.or(() => c.and(() => (!c.has($p1, "namespace") || (c.select($p1, "namespace") === "")), () => (!c.has($p2, "namespace") || (c.select($p2, "namespace") === ""))), () => ((c.has($p1, "namespace") && c.has($p2, "namespace")) && c.equals(c.select($p1, "namespace"), c.select($p2, "namespace")))))) ? c.and(() => c.equals((!c.has($p1, "sectionName") || (c.select($p1, "sectionName") === "")), (!c.has($p2, "sectionName") || (c.select($p2, "sectionName") === ""))), () => c.equals((!c.has($p1, "port") || (c.select($p1, "port") === 0)), (!c.has($p2, "port") || (c.select($p2, "port") === 0)))) : true))),
    "self.all(p1, self.all(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name ? ((!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == '')) : true))":
      (self) => c.all(self, ($p1: any) => c.all(self, ($p2: any) => (c.and(() => c.and(() => c.equals(c.select($p1, "group"), c.select($p2, "group")), () => c.equals(c.select($p1, "kind"), c.select($p2, "kind"))), () => c.equals(c.select($p1, "name"), c.select($p2, "name"))) ? c.equals((!c.has($p1, "sectionName") || (c.select($p1, "sectionName") === "")), (!c.has($p2, "sectionName") || (c.select($p2, "sectionName") === ""))) : true))),
    "self.all(p1, self.exists_one(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ )) && (((!has(p1.sectionName) || p1.sectionName == '') && (!has(p2.sectionName) || p2.sectionName == '')) || ( has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName)) && (((!has(p1.port) || p1.port == 0) && (!has(p2.port) || p2.port == 0)) || (has(p1.port) && has(p2.port) && p1.port == p2.port))))":
      (self) => c.all(self, ($p1: any) => c.existsOne(self, ($p2: any) => c.and(() => c.and(() => c.and(() => c.equals(c.select($p1, "group"), c.select($p2, "group")), () => c.equals(c.select($p1, "kind"), c.select($p2, "kind"))), () => c.equals(c.select($p1, "name"), c.select($p2, "name"))), () => c.and(() => c.and(() => c.or(() => c.and(() => (!c.has($p1, "namespace") || (c.select($p1, "namespace") === "")), () => (!c.has($p2, "namespace") || (c.select($p2, "namespace") === ""))), () => ((c.has($p1, "namespace") && c.has($p2, "namespace")) && c.equals(c.select($p1, "namespace"), c.select($p2, "namespace")))), () => c.or(() => c.and(() => (!c.has($p1, "sectionName") || (c.select($p1, "sectionName") === "")), () => (!c.has($p2, "sectionName") || (c.select($p2, "sectionName") === ""))), () => ((c.has($p1, "sectionName") && c.has($p2, "sectionName")) && c.equals(c.select($p1, "sectionName"), c.select($p2, "sectionName"))))), () => c.or(() => c.and(() => (!c.has($p1, "port") || (c.select($p1, "port") === 0)), () => (!c.has($p2, "port") || (c.select($p2, "port") === 0))), () => ((c.has($p1, "port") && c.has($p2, "port")) && c.equals(c.select($p1, "port"), c.select($p2, "port")))))))),
    "self.all(p1, self.exists_one(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ )) && (((!has(p1.sectionName) || p1.sectionName == '') && (!has(p2.sectionName) || p2.sectionName == '')) || (has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName))))":
      (self) => c.all(self, ($p1: any) => c.existsOne(self, ($p2: any) => c.and(() => c.and(() => c.and(() => c.equals(c.select($p1, "group"), c.select($p2, "group")), () => c.equals(c.select($p1, "kind"), c.select($p2, "kind"))), () => c.equals(c.select($p1, "name"), c.select($p2, "name"))), () => c.and(() => c.or(() => c.and(() => (!c.has($p1, "namespace") || (c.select($p1, "namespace") === "")), () => (!c.has($p2, "namespace") || (c.select($p2, "namespace") === ""))), () => ((c.has($p1, "namespace") && c.has($p2, "namespace")) && c.equals(c.select($p1, "namespace"), c.select($p2, "namespace")))), () => c.or(() => c.and(() => (!c.has($p1, "sectionName") || (c.select($p1, "sectionName") === "")), () => (!c.has($p2, "sectionName") || (c.select($p2, "sectionName") === ""))), () => ((c.has($p1, "sectionName") && c.has($p2, "sectionName")) && c.equals(c.select($p1, "sectionName"), c.select($p2, "sectionName")))))))),
    "self.all(p1, self.exists_one(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.sectionName) || p1.sectionName == '') && (!has(p2.sectionName) || p2.sectionName == '')) || (has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName))))":
      (self) => c.all(self, ($p1: any) => c.existsOne(self, ($p2: any) => c.and(() => c.and(() => c.equals(c.select($p1, "group"), c.select($p2, "group")), () => c.equals(c.select($p1, "kind"), c.select($p2, "kind"))), () => c.and(() => c.equals(c.select($p1, "name"), c.select($p2, "name")), () => c.or(() => c.and(() => (!c.has($p1, "sectionName") || (c.select($p1, "sectionName") === "")), () => (!c.has($p2, "sectionName") || (c.select($p2, "sectionName") === ""))), () => ((c.has($p1, "sectionName") && c.has($p2, "sectionName")) && c.equals(c.select($p1, "sectionName"), c.select($p2, "sectionName")))))))),
    "self.all(t1, self.exists_one(t2, t1.port == t2.port))":
      (self) => c.all(self, ($t1: any) => c.existsOne(self, ($t2: any) => c.equals(c.select($t1, "port"), c.select($t2, "port")))),
    "self.filter(f, f.type == 'CORS').size() <= 1":
      (self) => (c.size(c.filter(self, ($f: any) => (c.select($f, "type") === "CORS"))) <= 1),
    "self.filter(f, f.type == 'RequestHeaderModifier').size() <= 1":
      (self) => (c.size(c.filter(self, ($f: any) => (c.select($f, "type") === "RequestHeaderModifier"))) <= 1),
    "self.filter(f, f.type == 'RequestRedirect').size() <= 1":
      (self) => (c.size(c.filter(self, ($f: any) => (c.select($f, "type") === "RequestRedirect"))) <= 1),
    "self.filter(f, f.type == 'ResponseHeaderModifier').size() <= 1":
      (self) => (c.size(c.filter(self, ($f: any) => (c.select($f, "type") === "ResponseHeaderModifier"))) <= 1),
    "self.filter(f, f.type == 'URLRewrite').size() <= 1":
      (self) => (c.size(c.filter(self, ($f: any) => (c.select($f, "type") === "URLRewrite"))) <= 1),
    "self.mode == 'ClientAndServer' ? has(self.clientCertificateRef) : !has(self.clientCertificateRef)":
      (self) => ((c.select(self, "mode") === "ClientAndServer") ? c.has(self, "clientCertificateRef") : !c.has(self, "clientCertificateRef")),
    "self.mode == 'Terminate' ? size(self.certificateRefs) > 0 || size(self.options) > 0 : true":
      (self) => ((c.select(self, "mode") === "Terminate") ? c.or(() => (c.size(c.select(self, "certificateRefs")) > 0), () => (c.size(c.select(self, "options")) > 0)) : true),
    "self.numerator <= self.denominator":
      (self) => (c.select(self, "numerator") <= c.select(self, "denominator")),
    "self.protocol == 'GRPC' ? has(self.grpc) : true":
      (self) => ((c.select(self, "protocol") === "GRPC") ? c.has(self, "grpc") : true),
    "self.protocol == 'HTTP' ? has(self.http) : true":
      (self) => ((c.select(self, "protocol") === "HTTP") ? c.has(self, "http") : true),
    "self.type == 'ExternalHostname' ? has(self.externalHostname) : !has(self.externalHostname)":
      (self) => ((c.select(self, "type") === "ExternalHostname") ? c.has(self, "externalHostname") : !c.has(self, "externalHostname")),
    "self.type == 'Hostname' ? (!has(self.value) || self.value.matches(r\"\"\"^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$\"\"\")): true":
      (self) => ((c.select(self, "type") === "Hostname") ? (!c.has(self, "value") || c.matches(c.select(self, "value"), r8)) : true),
    "self.type == 'Hostname' ? self.value.matches(r\"\"\"^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$\"\"\"): true":
      (self) => ((c.select(self, "type") === "Hostname") ? c.matches(c.select(self, "value"), r8) : true),
    "self.type == 'ReplaceFullPath' ? has(self.replaceFullPath) : true":
      (self) => ((c.select(self, "type") === "ReplaceFullPath") ? c.has(self, "replaceFullPath") : true),
    "self.type == 'ReplacePrefixMatch' ? has(self.replacePrefixMatch) : true":
      (self) => ((c.select(self, "type") === "ReplacePrefixMatch") ? c.has(self, "replacePrefixMatch") : true),
    "self.type in ['Exact','PathPrefix'] || self.type == 'RegularExpression'":
      (self) => c.or(() => c.isIn(c.select(self, "type"), ["Exact", "PathPrefix"]), () => (c.select(self, "type") === "RegularExpression")),
    "size(self) == 0 || format.dns1123Label().validate(self) == null":
      (self) => ((c.size(self) === 0) || (c.validateFormat("dns1123Label", self) === null)),
  };
}
