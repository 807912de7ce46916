import { MeshProgram } from 'istio-constructs';
import { ShopChart } from './shop';

const program = new MeshProgram();
new ShopChart(program, 'shop', { host: 'shop.example.com' });
program.synth();
