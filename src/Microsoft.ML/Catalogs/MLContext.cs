using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where everything starts: catalogs of operations, randomness and messages.</summary>
public sealed class MLContext : IHostEnvironment
{
    private readonly HostEnvironment _environment;

    /// <summary>Makes a context.</summary>
    /// <param name="seed">Seed of all randomness; null: results differ from run to run.</param>
    public MLContext(int? seed = null)
    {
        _environment = new HostEnvironment(seed, Publish);
        Data = new DataOperationsCatalog(_environment);
        Model = new ModelOperationsCatalog();
    }

    /// <summary>Hears the messages of everything made in this context. Handlers run on the thread that sends.</summary>
    public event EventHandler<LoggingEventArgs> Log;

    /// <summary>Loading, saving, caching, splitting and filtering of data.</summary>
    public DataOperationsCatalog Data { get; }

    /// <summary>Saving of models.</summary>
    public ModelOperationsCatalog Model { get; }

    /// <summary>The components that a model file may name.</summary>
    public ComponentCatalog ComponentCatalog => _environment.ComponentCatalog;

    /// <summary>Folder for temporary files; default: the system's.</summary>
    public string TempFilePath { get; set; } = Path.GetTempPath();

    /// <summary>Whether to run on the processor where the graphics processor asked for cannot be had. Default false.</summary>
    public bool FallbackToCpu { get; set; }

    /// <summary>Number of the graphics processor to run on; null: the processor. Default null.</summary>
    public int? GpuDeviceId { get; set; }

    string IExceptionContext.ContextDescription => _environment.ContextDescription;

    TException IExceptionContext.Process<TException>(TException ex) => _environment.Process(ex);

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _environment.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _environment.Start(name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => _environment.StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => _environment.StartProgressChannel(name);

    private void Publish(string source, ChannelMessage message) =>
        Log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source));
}
