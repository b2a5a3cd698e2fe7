namespace Microsoft.ML.Runtime;

/// <summary>How much a message matters.</summary>
public enum ChannelMessageKind
{
    /// <summary>Detail for those who look for a fault.</summary>
    Trace = 0,

    /// <summary>Information.</summary>
    Info = 1,

    /// <summary>Something may be wrong.</summary>
    Warning = 2,

    /// <summary>Something is wrong.</summary>
    Error = 3,
}
