namespace DataWorth.Cli.Commands.Serve;

/// <summary>What 'dataworth serve --json' prints when it begins.</summary>
/// <param name="Name">Name of the fit.</param>
/// <param name="Page">The address of the page.</param>
/// <param name="NeedsToken">Whether questions must carry a token.</param>
internal sealed record ServeResult(string Name, Uri Page, bool NeedsToken);
