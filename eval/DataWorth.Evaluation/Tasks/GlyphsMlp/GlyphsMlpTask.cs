using DataWorth.Evaluation.Retraining;
using DataWorth.Models.Data;

namespace DataWorth.Evaluation.Tasks.GlyphsMlp;

/// <summary>Drawn glyphs with a small perceptron: needs no files and trains in a fraction of a second.</summary>
public static class GlyphsMlpTask
{
    private const int TestCount = 2000;

    /// <summary>The row of the table.</summary>
    public static TaskDescription Description { get; } =
        TaskDescription.Of<GlyphsMlpOptions>(
            "glyphs-mlp",
            "glyphs drawn by the program, a small perceptron; needs no files",
            [],
            (options, _) => Task.FromResult<RetrainingTask>(Create(options))
        );

    /// <summary>Makes the task.</summary>
    /// <param name="options">Size, network and training.</param>
    public static ClassificationRetraining Create(GlyphsMlpOptions options) =>
        ClassificationRetraining.Of(
            Description.Name,
            Glyphs.CreateTraining(options.TrainCount),
            Glyphs.CreateTest(Math.Max(TestCount, options.QueryCount)),
            options,
            options.Network
        );
}
