using System.Net.Sockets;
using DataWorth.Cli.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>A web server of one fit.</summary>
internal sealed class FitServer : IAsyncDisposable
{
    private const int LargestBody = 64 << 10;
    private const int MostConnections = 256;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly WebApplication _application;

    private FitServer(WebApplication application, Uri page) => (_application, Page) = (application, page);

    /// <summary>The address of the page.</summary>
    public Uri Page { get; }

    /// <summary>Starts it.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="api">What it answers.</param>
    /// <exception cref="UserErrorException">The port cannot be had.</exception>
    public static async Task<FitServer> StartAsync(ServeAddress address, ServeApi api)
    {
        // Empty: no settings from files or the environment, and nothing is logged but by this command.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(address.Address, address.Port);
                kestrel.Limits.MaxRequestBodySize = LargestBody;
                kestrel.Limits.MaxConcurrentConnections = MostConnections;
                kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
                kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
                kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
            });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = s_patience);
        var application = builder.Build();
        application.Use(api.GuardAsync);
        api.Map(application);
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new UserErrorException(
                $"Port {address.Port} of {address.Address} cannot be had: {exception.Message.TrimEnd('.')}. Give --port another one, or 0 for "
                    + "any free one.",
                exception
            );
        }

        var bound = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(application, address.Page(new Uri(bound).Port));
    }

    /// <summary>Stops it: who is being answered has a few seconds left.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource patience = new(s_patience);
        await _application.StopAsync(patience.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    // Signals belong to the command.
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
