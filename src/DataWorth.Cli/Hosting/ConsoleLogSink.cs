using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;
using Spectre.Console;

namespace DataWorth.Cli.Hosting;

/// <summary>Writes log events for people to standard error, through the console that also draws progress, so that lines never cut a
/// bar.</summary>
/// <param name="console">Standard error.</param>
/// <param name="showsFailures">Whether the failure of the command is shown, with its stack trace; its sentence is printed anyway.</param>
internal sealed class ConsoleLogSink(IAnsiConsole console, bool showsFailures) : ILogEventSink
{
    // Texts without quotes, other values as they are.
    private readonly MessageTemplateTextFormatter _formatter = new("{Message:lj}", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Level >= LogEventLevel.Error && (!showsFailures || logEvent.Exception is null))
        {
            return;
        }

        (var label, var style) = logEvent.Level switch
        {
            LogEventLevel.Verbose or LogEventLevel.Debug => ("debug", "grey"),
            LogEventLevel.Information => ("", "default"),
            LogEventLevel.Warning => ("warning", "yellow"),
            _ => ("error", "red"),
        };
        var prefix = label.Length == 0 ? "" : $"[{style}]{label}:[/] ";
        using StringWriter message = new(CultureInfo.InvariantCulture);
        _formatter.Format(logEvent, message);
        console.MarkupLine(prefix + Markup.Escape(Secrets.Hide(message.ToString())));
        if (logEvent.Exception is not null)
        {
            console.WriteLine(Secrets.Hide(logEvent.Exception.ToString()));
        }
    }
}
