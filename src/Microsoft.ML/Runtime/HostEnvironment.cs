namespace Microsoft.ML.Runtime;

/// <summary>The environment behind <see cref="MLContext"/>, and the hosts of components: one tree that shares a sink of messages.</summary>
internal sealed class HostEnvironment : IHost
{
    private readonly Action<string, ChannelMessage> _sink;
    private readonly bool _verbose;
    private readonly Lock _gate = new();

    public HostEnvironment(int? seed, Action<string, ChannelMessage> sink)
        : this(null, seed is null ? new Random() : new Random(seed.Value), true, sink, new ComponentCatalog()) =>
        Seed = seed;

    private HostEnvironment(string name, Random rand, bool verbose, Action<string, ChannelMessage> sink, ComponentCatalog catalog)
    {
        ContextDescription = name;
        Rand = rand;
        _verbose = verbose;
        _sink = sink;
        ComponentCatalog = catalog;
    }

    public Random Rand { get; }

    /// <summary>The seed that the user gave the context; null for hosts.</summary>
    public int? Seed { get; }

    public ComponentCatalog ComponentCatalog { get; }

    /// <summary>Names of the hosts from the outermost on; null for the environment itself.</summary>
    public string ContextDescription { get; }

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Throw.IfEmpty(name, nameof(name));
        int childSeed;
        // Components may be made on any thread; a Random serves one at a time.
        lock (_gate)
            childSeed = seed ?? Rand.Next();
        return new HostEnvironment(Nest(name), new Random(childSeed), verbose ?? _verbose, _sink, ComponentCatalog);
    }

    public IChannel Start(string name)
    {
        Throw.IfEmpty(name, nameof(name));
        return new Channel(this, Nest(name));
    }

    public IPipe<TMessage> StartPipe<TMessage>(string name)
    {
        Throw.IfEmpty(name, nameof(name));
        if (typeof(TMessage) == typeof(ChannelMessage))
            return (IPipe<TMessage>)Start(name);
        return new Pipe<TMessage>(this, Nest(name));
    }

    public IProgressChannel StartProgressChannel(string name)
    {
        Throw.IfEmpty(name, nameof(name));
        return new ProgressChannel(this, Nest(name));
    }

    public TException Process<TException>(TException ex)
        where TException : Exception
    {
        if (ex is not null && ContextDescription is not null)
            ex.Data["ContextDescription"] = ContextDescription;
        return ex;
    }

    public void Send(string source, ChannelMessage message)
    {
        if (_verbose || message.Kind >= ChannelMessageKind.Warning)
            _sink(source, message);
    }

    private string Nest(string name) => ContextDescription is null ? name : $"{ContextDescription}; {name}";
}
