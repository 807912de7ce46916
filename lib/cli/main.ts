#!/usr/bin/env node
import { Command } from 'commander';
import { importCommand } from './import';

/** The command line of istio-constructs. Exit codes: 0 all is well, 1 the input is wrong, 2 the call is wrong. */
const program = new Command('istio-constructs')
  .description('Typed, checked building blocks for Istio.')
  .showHelpAfterError('(see --help)')
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : 2);
  });
program.addCommand(importCommand().copyInheritedSettings(program)).parse();
