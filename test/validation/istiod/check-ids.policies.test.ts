import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.policies';

/**
 * The measured checks of these kinds that fire on objects which the API server takes. Left out, for they need the definitions of
 * Envoy's types: unknown fields in the value of a patch (ef-struct-strict) and most of what is wrong in it (ef-struct).
 */
const CHECKS = `
  meta-dryrun-kind meta-dryrun-bool meta-dryrun-action meta-always-reject meta-parents meta-parent-ns
  selector-key selector-wild selector-empty selector-empty-alpha targetref-kind
  ap-custom-rules ap-custom-provider ap-custom-field ap-provider ap-deny-rules ap-source-nil ap-source-empty ap-ip ap-cidr
  ap-empty-value ap-sa-count ap-sa-wild ap-sa-format ap-sa-len ap-td-count ap-td-place ap-td-slash ap-op-nil ap-op-empty ap-port
  ap-path-last ap-path-brace ap-path-literal ap-when-key ap-when-values ap-when-attr ap-when-mapkey ap-when-replaced
  ap-when-deprecated ap-deny-tcp
  ra-issuer ra-jwks-port ra-jwks ra-jwks-private duration-ms decode-other
  tel-multi tel-multi-prov tel-tag-name tel-override-name tel-override-upsert tel-cel
  wasm-secret wasm-name wasm-env-len te-lua-size
  ef-warn ef-applyto ef-patch ef-op ef-value ef-version-long ef-version ef-listener ef-filter-effect ef-filter-name
  ef-subfilter-http ef-subfilter-hcm ef-subfilter-name ef-route ef-cluster ef-deprecated-name ef-no-typed`;

describe('the checks of metadata, selectors and policies', () => {
  it('all have a rule', () => {
    const known = new Set([...Object.values(COMMON), ...Object.values(CHECK_IDS)]);
    expect(
      CHECKS.trim()
        .split(/\s+/)
        .filter((id) => !known.has(id)),
    ).toEqual([]);
  });

  it('have rules of different names', () => {
    expect(Object.keys(COMMON).filter((rule) => Object.hasOwn(CHECK_IDS, rule))).toEqual([]);
  });
});
