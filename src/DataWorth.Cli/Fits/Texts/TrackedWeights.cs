namespace DataWorth.Cli.Fits.Texts;

/// <summary>Whose weights are tracked of a language model with an adapter.</summary>
internal enum TrackedWeights
{
    /// <summary>The adapter's.</summary>
    Adapter,

    /// <summary>Those of the model that it was put on.</summary>
    Base,

    /// <summary>Both.</summary>
    All,
}
