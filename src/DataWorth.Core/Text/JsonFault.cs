using System.Globalization;
using System.Text.Json;

namespace DataWorth.Text;

/// <summary>What is wrong with JSON, for people.</summary>
public static class JsonFault
{
    /// <summary>The fault and its line: "line 3: ',' is an invalid start of a value".</summary>
    /// <remarks>Without paths, bytes and names of types.</remarks>
    /// <param name="exception">What the parser said, or who read what it gave: a key that is missing, a value of another kind.</param>
    public static string Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var fault = exception.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0].Split(". ")[0].TrimEnd('.');
        if (exception is KeyNotFoundException)
        {
            fault = "a key is missing";
        }
        else if (fault.Contains("System.", StringComparison.Ordinal) || fault.Contains("DataWorth.", StringComparison.Ordinal))
        {
            fault = "a value of another kind than is expected there";
        }

        return exception is JsonException { LineNumber: { } line }
            ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}: {fault}")
            : fault;
    }
}
