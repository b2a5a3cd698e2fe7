using System.Runtime.InteropServices;

namespace DataWorth.Runtime;

/// <summary>Errors that say that memory could not be had.</summary>
public static class MemoryExhaustion
{
    // What libtorch says, of the processor's memory and of a GPU's.
    private static readonly string[] s_texts =
    [
        "can't allocate memory",
        "not enough memory",
        "out of memory",
        "Storage size calculation overflowed",
        "std::bad_alloc",
    ];

    /// <summary>Whether an exception, or one inside it, is such an error, of .NET or of libtorch.</summary>
    /// <param name="exception">The exception.</param>
    public static bool Is(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is OutOfMemoryException || (inner is ExternalException && Says(inner.Message)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Says(string message) => s_texts.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase));
}
