using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Tasks;

namespace DataWorth.Pipeline;

/// <summary>The identities of a fit's artifacts: everything that the stored numbers depend on, and nothing else.</summary>
/// <param name="Model">SHA-256 of the weights.</param>
/// <param name="Data">SHA-256 of the training view's ids and contents.</param>
/// <param name="Task">Kind of task.</param>
/// <param name="Modules">Tracked modules.</param>
/// <param name="Precision">Floating type of the model.</param>
internal sealed record FeatureKey(byte[] Model, byte[] Data, IAttributionTask Task, TrackedModules Modules, ScalarType Precision)
{
    /// <summary>Version of the feature computations: raised when the same options would store other numbers.</summary>
    private const int FormatVersion = 1;

    /// <summary>Key parts of the features: model, data, modules, feature map, codec. Damping, score rule and batch size are not among
    /// them.</summary>
    public FingerprintBuilder ForFeatures(Recipe recipe, string codec)
    {
        var builder = Base();
        foreach (var (name, value) in recipe.DescribeFeatures())
        {
            builder.Add(name, value);
        }

        return builder.Add("codec", codec);
    }

    /// <summary>Key parts of named tensors that depend on model, data and these options.</summary>
    public FingerprintBuilder ForStatistics(IReadOnlyList<(string Name, string Value)> options)
    {
        var builder = Base();
        foreach (var (name, value) in options)
        {
            builder.Add(name, value);
        }

        return builder;
    }

    /// <summary>Key parts of a curvature: its own options and the features it was fitted on.</summary>
    public FingerprintBuilder ForCurvature(Recipe recipe, IFeatureCodec? codec) =>
        ForStatistics([.. recipe.DescribeFeatures(), ("codec", codec?.Name ?? "none"), .. recipe.DescribeCurvature() ?? []]);

    /// <summary>Blocks as text: 'fc1 [64, 64]; fc2 [64, 64]'.</summary>
    public static string Describe(FeatureLayout layout) =>
        string.Join("; ", layout.Blocks.Select(block => $"{block.Name} [{block.Outputs}, {block.Inputs}]"));

    private FingerprintBuilder Base() =>
        new FingerprintBuilder()
            .Add("feature version", FormatVersion)
            .Add("model", "sha256:" + Convert.ToHexStringLower(Model))
            .Add("data", "sha256:" + Convert.ToHexStringLower(Data))
            .Add("task", Task.GetType().FullName ?? Task.GetType().Name)
            .Add("modules", Describe(Modules.Layout))
            .Add("precision", Precision.ToString());
}
