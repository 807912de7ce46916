import { Command, Option } from 'commander';
import { collected, withExitCode } from './command';
import type * as RunAsk from './run-ask';

const HELP = `
Says what happens to a request in the mesh of the manifests, as Istio would:
each way in which it may end with its probability, and stage by stage which
object and field decided it. No cluster is needed.

Examples:
  $ istio-constructs ask k8s/ --from shop/web GET http://reviews/api/1
  $ istio-constructs ask k8s/ --from shop/web POST http://reviews/ \\
      -H 'x-user: beta' --backend status=503,first=2
  $ kustomize build prod | istio-constructs ask - --via istio-ingress/gateway \\
      https://shop.example.com/ --jwt-claims '{"iss":"me","sub":"u1"}'
  $ istio-constructs ask k8s/ --from shop/web tcp://db:5432 --format json

The URL: http, https, grpc, grpcs, tcp or tls://HOST[:PORT][/PATH].
--backend says what applications do: status, grpcStatus, delay (seconds),
reset, first (only the first requests), workload (only that one).
--mesh-config takes the fields of MeshConfig, or a manifest: an IstioOperator
or the ConfigMap istio. Where any --external is given, nothing else is
outside of the mesh.

Exit code: 0 answered; 1 no file knows, with --strict; 2 wrong use, or
something could not be read.
`;

/** `istio-constructs ask`. */
export function askCommand(): Command {
  return new Command('ask')
    .description('say what happens to a request in the mesh of manifests')
    .usage('[options] PATH... [METHOD] URL')
    .argument('<path...>', 'files, folders, or - for standard input; then the request')
    .option('--from <ns/workload>', 'who sends it, or outside (default with --via)')
    .option('--via <ns/gateway>', 'gateway that it comes in by')
    .option('-H, --header <name: value>', 'header of the request; may be repeated', collected)
    .option('--jwt-claims <json>', 'claims of the token that it carries')
    .option('--backend <behaviour>', 'what applications do: JSON, or status=503,first=2')
    .option('--mesh-config <file>', 'MeshConfig of Istio')
    .option('--values <file>', "values of istiod's Helm chart")
    .option('--external <name=host[,ip]>', 'who is outside of the mesh; may be repeated', collected)
    .option(
      '--gateway <ns/name,label=value>',
      'gateway proxies that no manifest has, with their labels; may be repeated',
      collected,
    )
    .option('--strict', 'it is an error where no file knows')
    .addOption(new Option('--format <format>', 'how the answer is printed').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .action(async (words: readonly string[], options: RunAsk.AskArguments) => {
      // Loaded now, so that other commands and the help start fast.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { runAsk } = require('./run-ask') as typeof RunAsk;
      await withExitCode(() => runAsk(words, options, process));
    });
}
