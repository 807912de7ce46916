import { Command, InvalidArgumentError, Option } from 'commander';
import { collected, withExitCode } from './command';
import type * as RunLint from './run-lint';

const HELP = `
Judges every object as the API server and istiod's webhook would, without a
cluster, and says what is wrong, where, and what to do. Folders are read as a
whole: *.yaml, *.yml and *.json, without what is hidden, node_modules and
kustomization.yaml.

Examples:
  $ istio-constructs lint k8s/
  $ kustomize build overlays/prod | istio-constructs lint -
  $ istio-constructs lint k8s/ --istio-version 1.30 --crds crds/*.yaml
  $ istio-constructs lint k8s/ --severity 'kubernetes/*=warning'
  $ istio-constructs lint k8s/ --format json | jq -r '.findings[].message'

Exit code: 0 nothing is wrong; 1 an object has errors, or there are too many
warnings; 2 wrong use, or something could not be read. What could be read is
judged all the same.
`;

/** `istio-constructs lint`. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('say what the API server and istiod would refuse in manifests')
    .argument('<path...>', 'files, folders, or - for standard input')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(['text', 'json']).default('text'))
    .option('--istio-version <version>', 'release of Istio, such as 1.31 (default: the newest known)')
    .option('--crds <files...>', 'CustomResourceDefinitions of more kinds')
    .option('--severity <rule=severity>', 'error, warning, info or off; may be repeated', collected)
    .option('--max-warnings <n>', 'exit with 1 where there are more warnings', wholeNumber)
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: RunLint.LintArguments) => {
      // Loaded now, so that other commands and the help start fast.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { runLint } = require('./run-lint') as typeof RunLint;
      await withExitCode(() => runLint(paths, options, process));
    });
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('must be a whole number.');
  return Number(value);
}
