using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Pipelines;

/// <summary>What comes out of a pipeline.</summary>
internal sealed record OutputOptions
{
    /// <summary>The folder for tables, pages and the resolved file. Default null: none is written, everything stays in the store.</summary>
    [Description("The folder for tables, pages and the resolved file; null for none: everything stays in the store.")]
    public string? Folder { get; init; }

    /// <summary>Training examples on each side of a query. Default 8.</summary>
    [Description("Training examples on each side of a query.")]
    [Range(1, 100_000)]
    public int TopK { get; init; } = 8;

    /// <summary>What of the queries is explained. Default: what the model predicts.</summary>
    [Description("What of the queries is explained: what the model predicts, or the queries' own labels.")]
    public ExplainedClass Explain { get; init; } = ExplainedClass.Prediction;

    /// <summary>How many suspects are listed; 0 for none. Default 100.</summary>
    [Description("How many training examples whose label may be wrong are listed; 0 for none.")]
    [Range(0, 1_000_000)]
    public int Suspects { get; init; } = 100;

    /// <summary>Whether a page is made for each method. Default true.</summary>
    [Description("Whether a page is made for each method.")]
    public bool Report { get; init; } = true;
}
