/** Weighted destinations of a route of a VirtualService. */
import { type TcpRoute } from '../../../imports/istio/virtual-service';
import { given } from '../../values/given';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkDestination } from './common/destination';
import { forEachItem, isSet, type Loose } from './common/loose';

/**
 * Destinations, and weights of which not all are 0.
 *
 * @param fromHttpRoute Whether destinations are not looked at, as those that Istio makes of an HTTPRoute.
 */
export function checkWeights(
  route: readonly (Loose<TcpRoute> | null | undefined)[] | null | undefined,
  fromHttpRoute: boolean,
  path: FieldPath,
  report: Report,
): void {
  if (!isSet(route)) return;
  let sum = 0;
  forEachItem(route, path, ({ destination, weight }, at) => {
    if (!isSet(destination)) report.error('virtual-service/destination-missing', at, 'must have a destination');
    if (!fromHttpRoute) checkDestination(destination, 'virtual-service', at.field('destination'), report);
    if (isSet(weight) && weight < 0)
      report.error(
        'virtual-service/weight-negative',
        at.field('weight'),
        `must not be negative, got ${given(weight)}`,
        {
          value: weight,
        },
      );
    // istiod adds them up in 32 bits, where large ones come round to 0.
    sum = (sum + (weight ?? 0)) | 0;
  });
  if (sum === 0 && route.length > 1)
    report.error('virtual-service/weight-sum', path, 'must have weights that add up to more than 0', {
      fix: 'give each destination its share in percent',
    });
}
