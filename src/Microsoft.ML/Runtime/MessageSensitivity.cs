namespace Microsoft.ML.Runtime;

/// <summary>What of the user's a message may show.</summary>
[Flags]
public enum MessageSensitivity
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Values of data.</summary>
    UserData = 0x1,

    /// <summary>Names of columns.</summary>
    Schema = 0x2,

    /// <summary>Not known, so possibly everything.</summary>
    Unknown = ~None,

    /// <summary>Everything.</summary>
    All = Unknown,
}
