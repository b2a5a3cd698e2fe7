using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Json;

namespace DataWorth.Cli.Hosting;

/// <summary>Log events as JSON lines in which no credential is left, wherever it came from: an option, a message, an exception.</summary>
internal sealed class SecretFreeFormatter : ITextFormatter
{
    private readonly JsonFormatter _json = new(renderMessage: true);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using StringWriter line = new(CultureInfo.InvariantCulture);
        _json.Format(logEvent, line);
        output.Write(Secrets.Hide(line.ToString()));
    }
}
