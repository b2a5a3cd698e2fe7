namespace DataWorth.Cli.Commands.Ask;

/// <summary>How strongly a token is coloured.</summary>
internal static class TokenShade
{
    /// <summary>Number of shades on each side.</summary>
    public const int Levels = 4;

    /// <summary>For each token a shade from -<see cref="Levels"/> (against) to <see cref="Levels"/> (for), relative to the strongest token of
    /// the passage that is seen; 0 for little.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyList<AskResult.Token> tokens)
    {
        var strongest = tokens.Where(token => token.Shown.Length > 0).Select(token => Math.Abs(token.Score ?? 0)).DefaultIfEmpty().Max();
        return
        [
            .. tokens.Select(token =>
                strongest > 0 && token.Shown.Length > 0 && token.Score is { } score
                    ? (int)Math.Round(Levels * score / strongest, MidpointRounding.ToZero)
                    : 0
            ),
        ];
    }
}
