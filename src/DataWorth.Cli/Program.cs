using DataWorth.Cli.Hosting;
using DataWorth.Runtime;

var console = CommandConsole.OfProcess();
if (LibTorchContext.Folder is not { } folder || LibTorchContext.IsActive)
{
    return await CommandApplication.RunAsync(args, console);
}

try
{
    return LibTorchContext.Run(folder, args);
}
catch (LibTorchException)
{
    // Commands that need libtorch will say it; help, data and doctor need none.
    return await CommandApplication.RunAsync(args, console);
}
