using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using DataWorth.Cli.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serilog;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>What a server answers: the page, the facts of its fit, the rows to pick from, and questions.</summary>
/// <param name="address">Who may ask.</param>
/// <param name="fit">The fit.</param>
/// <param name="queue">Where its model answers.</param>
/// <param name="log">Told what was not expected.</param>
internal sealed class ServeApi(ServeAddress address, ServedFit fit, ModelQueue queue, ILogger log)
{
    private const int MostRows = 200;
    private const int RetryAfter = 5;
    private static readonly JsonSerializerOptions s_json = new(CommandContext.JsonOptions) { WriteIndented = false };

    private readonly ServedFacts _facts = fit.Facts;
    private readonly ServePage _page = new(address.NeedsToken);

    /// <summary>Adds the addresses.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", ["GET", "HEAD"], http => _page.WriteAsync(http.Response));
        routes.MapGet("/openapi.json", http => WriteAsync(http, 200, ServePage.Resource("openapi.json")));
        routes.MapGet("/api/fit", http => WriteAsync(http, 200, JsonSerializer.Serialize(_facts, s_json)));
        routes.MapGet("/api/queries", ListAsync);
        routes.MapPost("/api/ask", AskAsync);
    }

    /// <summary>Refuses who may not ask, and makes a sentence of everything that goes wrong.</summary>
    public async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        try
        {
            if (!address.IsOwnName(http.Request.Host.Host))
            {
                await RefuseAsync(http, 421, $"This server is not '{http.Request.Host.Host}'. Ask it by the address that it printed.")
                    .ConfigureAwait(false);
            }
            else if (http.Request.Path.StartsWithSegments("/api") && !address.IsAllowed(http.Request.Headers.Authorization))
            {
                headers.WWWAuthenticate = "Bearer";
                await RefuseAsync(http, 401, "This server asks for its token. Send it as the header 'Authorization: Bearer TOKEN'.")
                    .ConfigureAwait(false);
            }
            else
            {
                await next(http).ConfigureAwait(false);
                await ExplainAsync(http).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            await RefuseAsync(
                    http,
                    exception.StatusCode,
                    exception.StatusCode == 413 ? "The body is too large: at most 64 KB are read. Give less text." : exception.Message
                )
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            await FailAsync(http, exception).ConfigureAwait(false);
        }
    }

    // What routing found nothing for.
    private static Task ExplainAsync(HttpContext http) =>
        http.Response switch
        {
            { HasStarted: true } => Task.CompletedTask,
            { StatusCode: 404 } => RefuseAsync(
                http,
                404,
                $"There is nothing at '{http.Request.Path}'. /openapi.json says what there is: /, /api/fit, /api/queries and /api/ask."
            ),
            { StatusCode: 405 } => RefuseAsync(http, 405, $"'{http.Request.Path}' does not take {http.Request.Method}. See /openapi.json."),
            _ => Task.CompletedTask,
        };

    private Task ListAsync(HttpContext http)
    {
        var (skip, take) = (Whole(http, "skip", 0, 0, int.MaxValue), Whole(http, "take", MostRows, 1, MostRows));
        var text = http.Request.Query["contains"].ToString();
        ServedRow[] found =
        [
            .. fit.Queries.Where(row =>
                text.Length == 0
                || new[] { row.Id, row.Label, row.Predicted }.Any(part => part?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
            ),
        ];
        return WriteAsync(http, 200, JsonSerializer.Serialize(new { total = found.Length, rows = found.Skip(skip).Take(take) }, s_json));
    }

    private static int Whole(HttpContext http, string name, int otherwise, int minimum, int maximum) =>
        http.Request.Query[name].ToString() switch
        {
            "" => otherwise,
            var text when int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum => value,
            var text => throw new UserErrorException($"'{name}' is '{text}', expected a whole number from {minimum} to {maximum}."),
        };

    private async Task AskAsync(HttpContext http)
    {
        // Also keeps pages of other sites out: such a body they may not send without being allowed.
        if (!http.Request.HasJsonContentType())
        {
            await RefuseAsync(http, 415, "The body is no JSON by its Content-Type. Send it as 'application/json'.").ConfigureAwait(false);
            return;
        }

        var request = AskRequest.Of(await BodyAsync(http).ConfigureAwait(false));
        var asker = http.RequestAborted;
        if (queue.TryAsk(tell => fit.Answer(request, tell, asker), asker) is not { } events)
        {
            http.Response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
            await RefuseAsync(http, 503, $"Too many questions are waiting. Ask again in {RetryAfter} seconds.").ConfigureAwait(false);
            return;
        }

        await SendAsync(http, events, asker).ConfigureAwait(false);
    }

    // A question that cannot be answered fails before its first event, and so has a status of its own.
    private async Task SendAsync(HttpContext http, ChannelReader<AnswerEvent> events, CancellationToken asker)
    {
        await events.WaitToReadAsync(asker).ConfigureAwait(false);
        http.Response.ContentType = "application/x-ndjson; charset=utf-8";
        try
        {
            await foreach (var told in events.ReadAllAsync(asker).ConfigureAwait(false))
            {
                await http.Response.Body.WriteAsync(told.ToLine(), asker).ConfigureAwait(false);
                await http.Response.Body.FlushAsync(asker).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!asker.IsCancellationRequested)
        {
            var (_, message) = Describe(exception);
            await http.Response.Body.WriteAsync(new AnswerEvent.Error(message).ToLine(), asker).ConfigureAwait(false);
        }
    }

    private static async Task<JsonNode?> BodyAsync(HttpContext http)
    {
        try
        {
            return await JsonNode
                .ParseAsync(
                    http.Request.Body,
                    documentOptions: new() { AllowDuplicateProperties = false },
                    cancellationToken: http.RequestAborted
                )
                .ConfigureAwait(false);
        }
        // Members are looked at when the whole is read: then there is no place to name.
        catch (JsonException exception) when (exception.LineNumber is null)
        {
            throw new UserErrorException("The body has a member twice, expected each once. Leave one of them out.", exception);
        }
        catch (JsonException exception)
        {
            throw new UserErrorException(
                $"The body is no JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. Send an object such as "
                    + "{\"prompt\": \"Once upon a time\"}.",
                exception
            );
        }
    }

    private Task FailAsync(HttpContext http, Exception exception)
    {
        var (status, message) = Describe(exception);
        return RefuseAsync(http, status, message);
    }

    private (int Status, string Message) Describe(Exception exception)
    {
        switch (ErrorText.ExitCodeOf(exception))
        {
            case ExitCodes.BadInput:
                return (422, ErrorText.MessageOf(exception).Replace("--layers", "'layers'", StringComparison.Ordinal));
            case ExitCodes.Cancelled:
                return (503, "The server is being stopped.");
            default:
                log.Error(exception, "A question failed");
                return (500, "The server failed in a way that was not expected; its log has more.");
        }
    }

    private static Task RefuseAsync(HttpContext http, int status, string detail) =>
        WriteAsync(http, status, JsonSerializer.Serialize(new { status, detail }, s_json), "application/problem+json");

    private static async Task WriteAsync(HttpContext http, int status, string json, string type = "application/json")
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(json, http.RequestAborted).ConfigureAwait(false);
    }
}
