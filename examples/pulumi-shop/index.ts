import * as pulumi from '@pulumi/pulumi';
import { deployShop } from './deploy-shop';

const config = new pulumi.Config();

// Outputs, as those of a DNS zone or of a stack that watches the canary would be.
const host = pulumi.output(config.require('host'));
const canaryWeight = pulumi.output(config.requireNumber('canaryWeight'));

const shop = deployShop({ host, canaryWeight });

/** Where customers come in. */
export const url = pulumi.interpolate`https://${host}/`;

/** The Gateway that lets them in. */
export const gateway = shop.of((chart) => chart.ingress, 'Gateway').metadata.name;
