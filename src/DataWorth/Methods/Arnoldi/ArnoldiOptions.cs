using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using DataWorth.Gradients;
using DataWorth.LinearAlgebra;

namespace DataWorth.Methods.Arnoldi;

/// <summary>Options of Arnoldi influence.</summary>
/// <remarks>Source: Schioppa et al. 2022, "Scaling Up Influence Functions", arXiv:2112.03052.</remarks>
public sealed record ArnoldiOptions : AttributionOptions
{
    /// <summary>Makes the options with all parameters tracked, and damping 0.1 x mean |Ritz value|.</summary>
    public ArnoldiOptions() => Modules = ModuleSelection.AllParameters;

    /// <summary>r: Ritz pairs kept, those of largest |value|; at least 1. Fewer where the Hessian has no more: values below 1e-6 of the largest
    /// (of float64 models 1e-12) are rounding. Default 64.</summary>
    [Description("Ritz pairs kept, those of largest value.")]
    [Range(1, int.MaxValue)]
    public int Rank { get; init; } = 64;

    /// <summary>Hessian-vector products, each a pass over the training view; at least Rank. Default 128.</summary>
    [Description("Hessian-vector products, each a pass over the training view; at least rank.")]
    [Range(1, int.MaxValue)]
    public int Iterations { get; init; } = 128;

    /// <summary>Start vector [p] over the tracked parameters in the order of named_parameters. Default null: drawn from the seed.</summary>
    [JsonIgnore]
    public Tensor? Start { get; init; }

    /// <summary>Ritz pairs made elsewhere, vectors [r, p] over the tracked parameters in the order of named_parameters, instead of an
    /// iteration. Default null.</summary>
    [JsonIgnore]
    public RitzPairs? GivenPairs { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<UnusedOption> UnusedOptions()
    {
        if (GivenPairs is not null)
        {
            foreach (var option in new[] { nameof(Rank), nameof(Iterations), nameof(Start), nameof(Seed) })
            {
                yield return new(option, "the Ritz pairs are given, so that nothing is iterated");
            }
        }
        else if (Start is not null)
        {
            yield return new(nameof(Seed), "the start vector is given, so that nothing is drawn");
        }
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Iterations < Rank)
        {
            Throw.Range(nameof(Iterations), Iterations, $"at least Rank = {Rank}");
        }
    }
}
