using System.CommandLine;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>The option --bm25: training passages are also ranked by their words.</summary>
internal static class WordOption
{
    /// <summary>The option.</summary>
    public static Option<bool> Create() =>
        new("--bm25")
        {
            Description = "Also rank the training passages by the words that they share with the query (BM25), as a baseline. Texts only.",
        };
}
