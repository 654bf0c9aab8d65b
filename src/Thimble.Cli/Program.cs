using Thimble.Cli;

return CommandLine.Run(args, CommandEnvironment.OfThisProcess());
