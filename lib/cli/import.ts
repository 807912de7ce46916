import { Command } from 'commander';
import type * as RunImport from './run-import';

const HELP = `
Makes a TypeScript class and interfaces for each kind in the given files, with the
fields, enums and limits of their schemas. The newest served version counts.

Example:
  $ istio-constructs import cert-manager.crds.yaml --out imports/cert-manager

  import { Certificate } from './imports/cert-manager';
  new Certificate(chart, 'tls', { spec: { secretName: 'tls', ... } });
`;

/** `istio-constructs import`. */
export function importCommand(): Command {
  return new Command('import')
    .description('generate typed kinds from CustomResourceDefinitions')
    .argument('<crd.yaml...>', 'files with CustomResourceDefinitions')
    .requiredOption('--out <folder>', 'where the files go; files of an earlier import there are replaced')
    .addHelpText('after', HELP)
    .action((files: readonly string[], { out }: { readonly out: string }) => {
      // Loaded now, so that other commands and the help start fast.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { importFiles, ImportError } = require('./run-import') as typeof RunImport;
      try {
        const count = importFiles(files, out);
        console.log(`${count} files written to ${out}`);
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        console.error(`error: ${error.message}`);
        process.exitCode = 1;
      }
    });
}
