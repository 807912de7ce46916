#!/usr/bin/env node
import { Command } from 'commander';
import { askCommand } from './ask';
import { importCommand } from './import';
import { lintCommand } from './lint';
import { testCommand } from './test';

/** The command line of istio-constructs. Exit codes: 0 all is well, 1 the input is wrong, 2 the call is wrong. */
const program = new Command('istio-constructs')
  .description('Typed, checked building blocks for Istio.')
  .showHelpAfterError('(see --help)')
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : 2);
  });
for (const command of [importCommand(), lintCommand(), askCommand(), testCommand()])
  program.addCommand(command.copyInheritedSettings(program));

// What reads the output may have read enough, as head does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

void program.parseAsync();
