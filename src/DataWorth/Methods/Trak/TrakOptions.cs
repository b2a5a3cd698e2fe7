using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using DataWorth.Curvature;
using DataWorth.Gradients;

namespace DataWorth.Methods.Trak;

/// <summary>Options of TRAK. Give <see cref="AttributionOptions.Checkpoints"/> with weight 1/K each to average over K models.</summary>
/// <remarks>With shares w_k, products are summed and the factors 1 - p averaged: s(q, n) = (sum_k w_k s_k(q, n)) (sum_k |w_k| (1 - p_k,n)) /
/// (sum_k |w_k|). Source: Park et al. 2023, "TRAK: Attributing Model Behavior at Scale", arXiv:2303.14186.</remarks>
public sealed record TrakOptions : AttributionOptions
{
    /// <summary>Makes the options with all parameters tracked (every kind of module, with biases), and damping 1e-6 x mean eigenvalue.
    /// TRAK attributes the margin of the right label, whatever the task measures.</summary>
    public TrakOptions()
    {
        Modules = ModuleSelection.AllParameters;
        Damping = Damping.Relative(1e-6);
    }

    /// <summary>k: length of the projected gradient; at least 1. Default null: a quarter of the examples, but at most 1024 and the number of
    /// tracked parameters.</summary>
    /// <remarks>The eigenvalues of the kernel Phi^T Phi / N of random rows lie between (1 - sqrt(k/N))^2 and (1 + sqrt(k/N))^2 of their mean
    /// (Marchenko and Pastur 1967): at k = N/4 within a factor of 9, at k = N the smallest is 0 and its inverse is noise.</remarks>
    [Description("Length of the projected gradient; null for a quarter of the examples, at most 1024.")]
    [Range(1, int.MaxValue)]
    public int? Dimension { get; init; }

    /// <summary>A projection matrix made elsewhere, [p, k], whose rows follow the tracked parameters in the model's order, each row-major
    /// as it is stored. Default null: drawn from the seed.</summary>
    [JsonIgnore]
    public Tensor? GivenProjection { get; init; }

    /// <summary>A safetensors file with that matrix as its tensor 'projection' [p, k]. Default null.</summary>
    [Description("A safetensors file with the projection matrix; null to draw it.")]
    public string? ProjectionFile { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<UnusedOption> UnusedOptions()
    {
        if (GivenProjection is not null || ProjectionFile is not null)
        {
            yield return new(nameof(Dimension), "the projection is given (by GivenProjection or 'projection-file'), with its dimension");
            yield return new(nameof(Seed), "the projection is given (by GivenProjection or 'projection-file'), so that nothing is drawn");
        }

        if (GivenProjection is not null)
        {
            yield return new(nameof(ProjectionFile), "the projection is given by GivenProjection");
        }
    }
}
