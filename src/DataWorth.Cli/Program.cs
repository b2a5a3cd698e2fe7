using DataWorth.Cli.Hosting;

return await CommandApplication.RunAsync(args, CommandConsole.OfProcess());
