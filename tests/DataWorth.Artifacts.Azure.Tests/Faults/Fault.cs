namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>What the proxy does to a request.</summary>
public enum Fault
{
    /// <summary>Passes it on.</summary>
    None,

    /// <summary>Answers 500 without passing it on.</summary>
    InternalError,

    /// <summary>Answers 503 without passing it on.</summary>
    ServerBusy,

    /// <summary>Answers 429 without passing it on.</summary>
    TooManyRequests,

    /// <summary>Resets the connection without passing it on.</summary>
    Reset,

    /// <summary>Passes it on, and resets the connection instead of answering: the service did the work, the client does not know.</summary>
    LostAnswer,

    /// <summary>Passes it on, and breaks the answer off in the middle of its body.</summary>
    TruncatedBody,

    /// <summary>Passes it on, and sends the answer in small pieces with pauses.</summary>
    SlowBody,

    /// <summary>Takes it and never answers.</summary>
    Silence,
}
