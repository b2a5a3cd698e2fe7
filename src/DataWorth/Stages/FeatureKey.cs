using System.Security.Cryptography;
using System.Text;
using DataWorth.Artifacts;
using DataWorth.Gradients;
using DataWorth.Methods;
using DataWorth.Tasks;
using DataWorth.Text;

namespace DataWorth.Stages;

/// <summary>The identities of a fit's artifacts: everything that the stored numbers depend on, and nothing else.</summary>
/// <param name="Model">Digest of the weights.</param>
/// <param name="Data">SHA-256 of the training view's columns, ids and contents.</param>
/// <param name="Task">The task: what its loss depends on.</param>
/// <param name="Modules">Tracked modules.</param>
/// <param name="Clipping">Which tokens are scaled down; null for none.</param>
internal sealed record FeatureKey(byte[] Model, byte[] Data, AttributionTask Task, TrackedModules Modules, TokenClipping? Clipping)
{
    /// <summary>Version of the feature computations: raised when the same options would store other numbers.</summary>
    private const int FormatVersion = 2;

    /// <summary>Hexadecimal digest of the weights.</summary>
    public string ModelText => Convert.ToHexStringLower(Model);

    /// <summary>What the task is, besides model and weights: as it was when the key was made.</summary>
    public string TaskText { get; } =
        $"{Task.GetType().FullName}: {Task.Describe()}; {string.Join("; ", Task.Columns)}; {Task.DescribeCode(isSettings: true)}";

    /// <summary>Digest of the model's modules, their settings and their code, as they were when the key was made.</summary>
    public string StructureText => _made.Structure;

    // With what model and task change by themselves (a temperature that training lowers); null where that is nothing.
    private readonly (string Structure, string? State) _made = Read(Task);

    /// <summary>Key parts of the features: model, data, modules, feature map, codec. Damping, score rule and batch size are not among
    /// them.</summary>
    public FingerprintBuilder ForFeatures(Recipe recipe, string codec) => ForStatistics([.. recipe.DescribeFeatures(), ("codec", codec)]);

    /// <summary>Key parts of a curvature: its own options and the features it was fitted on.</summary>
    public FingerprintBuilder ForCurvature(Recipe recipe, string codec) =>
        ForStatistics([.. recipe.DescribeFeatures(), ("codec", codec), .. recipe.DescribeCurvature() ?? []]);

    /// <summary>Key parts of named tensors that depend on model, data and these options.</summary>
    public FingerprintBuilder ForStatistics(IReadOnlyList<(string Name, string Value)> options)
    {
        var builder = new FingerprintBuilder()
            .Add("feature version", FormatVersion)
            .Add("model", "digest:" + ModelText)
            .Add("data", "sha256:" + Convert.ToHexStringLower(Data))
            .Add("task", TaskText)
            .Add("structure", "sha256:" + StructureText)
            .Add("modules", Describe(Modules))
            .Add("precision", ModelState.Placement(Task.Model).Type.ToString());
        if (_made.State is { } state)
        {
            builder.Add("state", "sha256:" + state);
        }

        if (Clipping is { } clipping)
        {
            builder.Add("clip tokens", TokenClippingConverter.Text(clipping));
        }

        foreach (var (name, value) in options)
        {
            builder.Add(name, value);
        }

        return builder;
    }

    /// <summary>Blocks as text: 'fc1 [64, 64]; fc2 [64, 64]'; and the kinds of one's own that say how a module's gradient is taken.</summary>
    public static string Describe(TrackedModules modules) =>
        string.Join(
            "; ",
            modules
                .Layout.Blocks.Select(block => $"{block.Name} [{block.Outputs}, {block.Inputs}]")
                .Concat(
                    modules
                        .Modules.Where(module => ModuleKindTable.Kinds.All(kind => kind.Name != module.Kind))
                        .Select(module => $"{module.Name} as {module.Kind}")
                )
        );

    /// <summary>The same of a model as it is.</summary>
    public static string StructureOf(nn.Module model) => Digest(ModelStructure.Of(model, isSettings: true));

    private static (string Structure, string? State) Read(AttributionTask task)
    {
        var settings = ModelStructure.Of(task.Model, isSettings: true);
        var all = ModelStructure.Of(task.Model, isSettings: false) + task.DescribeCode(isSettings: false);
        return (Digest(settings), all == settings + task.DescribeCode(isSettings: true) ? null : Digest(all));
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
