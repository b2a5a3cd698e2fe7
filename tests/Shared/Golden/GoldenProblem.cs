using DataWorth.Artifacts;
using DataWorth.Gradients;
using DataWorth.Stages;
using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>One reference model with its data, in one floating type, and a store that keeps fits apart by content.</summary>
internal abstract class GoldenProblem : IDisposable
{
    private readonly Dictionary<string, AttributionTransformer> _fits = [];
    private IDataView? _train;
    private IDataView? _queries;

    protected GoldenProblem(string directory, string name, ScalarType type)
    {
        Name = name;
        Type = type;
        File = new GoldenFile(Path.Combine(directory, name + ".safetensors"));
    }

    public static IReadOnlyList<string> Models { get; } = ["mlp", "conv", "gpt"];

    public string Name { get; }

    public ScalarType Type { get; }

    public GoldenFile File { get; }

    public MLContext MLContext { get; } = new(seed: 0);

    public MemoryArtifactStore Store { get; } = new();

    public IDataView Train => _train ??= View("train");

    public IDataView Queries => _queries ??= View("query");

    public abstract nn.Module Model { get; }

    public abstract AttributionTask Task { get; }

    /// <summary>Number of training examples N.</summary>
    public abstract int Count { get; }

    /// <summary>The linear and convolution layers in the order in which the reference programs watch them.</summary>
    public abstract IReadOnlyList<string> Layers { get; }

    /// <summary>The fixed damping of the arrays called 'lam'.</summary>
    public virtual double Damping => 0.001;

    /// <summary>What exact influence adds to the Hessian.</summary>
    public abstract double Regularization { get; }

    /// <summary>Every parameter of the model.</summary>
    public ModuleSelection AllParameters => ModuleSelection.AllParameters;

    /// <summary>Number of parameters p.</summary>
    public long ParameterCount => Model.parameters().Sum(parameter => parameter.NumberOfElements);

    public static GoldenProblem Open(string directory, string model, ScalarType type) =>
        model switch
        {
            "mlp" => new GoldenMlp(directory, type),
            "conv" => new GoldenConvolution(directory, type),
            "gpt" => new GoldenTransformer(directory, type),
            _ => throw new ArgumentException($"There is no golden model '{model}'. Models: {string.Join(", ", Models)}."),
        };

    /// <summary>The linear and convolution layers: what LogIX and Kronfluence watch.</summary>
    public ModuleSelection Linears(bool bias) => new() { Include = string.Join(",", Layers), TrackBias = bias };

    /// <summary>The projection matrix of a TRAK run, [p, k].</summary>
    /// <param name="name">"normal", "normal2blk" or "rademacher".</param>
    public virtual Tensor TrakProjection(string name) => File.Read($"trak/{name}/P");

    /// <summary>Puts factor x the reference weights (buffers included) into the model.</summary>
    public void Load(double factor)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var state = Model
            .named_parameters()
            .Select(entry => (entry.name, Value: (Tensor)entry.parameter))
            .Concat(Model.named_buffers().Select(entry => (entry.name, Value: entry.buffer)));
        foreach (var (name, value) in state)
        {
            if (File.Has("weights/" + name))
            {
                value.copy_(File.Read("weights/" + name).to_type(Type) * factor);
            }
        }
    }

    /// <summary>The fit of that name, made once and kept until <see cref="Forget"/>: arrays that differ in damping or score rule only share
    /// it.</summary>
    public AttributionTransformer Fit(string name, Func<AttributionEstimator> estimator)
    {
        if (!_fits.TryGetValue(name, out var fitted))
        {
            _fits.Add(name, fitted = estimator().Fit(Train).WithQueries(Queries));
        }

        return fitted;
    }

    /// <summary>Frees the shared fits.</summary>
    public void Forget()
    {
        foreach (var fitted in _fits.Values)
        {
            fitted.Dispose();
        }

        _fits.Clear();
    }

    public virtual void Dispose()
    {
        Forget();
        Model.Dispose();
        File.Dispose();
        Store.Dispose();
    }

    protected abstract IDataView View(string side);

    /// <summary>Converts the model, fills it and puts it into eval mode.</summary>
    protected void Prepare()
    {
        Model.to(Type);
        Model.eval();
        Load(1);
    }
}
