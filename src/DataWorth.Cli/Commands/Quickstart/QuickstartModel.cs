using DataWorth.Artifacts;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Progress;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using TorchSharp;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>Makes, trains and asks the perceptron of a run.</summary>
internal static class QuickstartModel
{
    /// <summary>The widths of the layers: pixels, hidden layers, classes.</summary>
    public static IReadOnlyList<long> Widths(QuickstartDefinition pipeline, ImageDataset data) =>
        [data.Shape.Size, .. pipeline.Model.HiddenWidths.Select(width => (long)width), data.ClassNames.Count];

    /// <summary>A perceptron with seeded weights.</summary>
    public static Mlp Create(QuickstartDefinition pipeline, ImageDataset data)
    {
        Mlp model = new(new MlpOptions { Widths = Widths(pipeline, data) });
        SeededInitialization.Apply(model, pipeline.Model.Seed);
        return model;
    }

    /// <summary>Trains a model, unless an earlier run left its weights in the store.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The images.</param>
    /// <param name="settings">How.</param>
    /// <param name="store">The store.</param>
    /// <param name="display">Shows the steps.</param>
    /// <param name="name">What the stage is called.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite.</exception>
    public static TrainingResult Train(
        Mlp model,
        ImageDataset data,
        QuickstartSettings settings,
        IArtifactStore store,
        ProgressDisplay display,
        string name,
        CancellationToken cancellationToken
    )
    {
        var options = settings.Pipeline.Training;
        var key = new FingerprintBuilder()
            .Add("network", string.Join(' ', Widths(settings.Pipeline, data)))
            .Add("seed", settings.Pipeline.Model.Seed)
            .Add("training", FitOrigin.TrainingText(options with { Threads = null }))
            .Add("images", data.Fingerprint);
        return StoredModel
            .Train(
                model,
                key,
                store,
                () =>
                {
                    using var rows = TensorDataset.Of(data);
                    return StoredModel.Train(model, options, rows, display, name, cancellationToken);
                },
                cancellationToken
            )
            .Result;
    }

    /// <summary>The predicted classes of the first images and their probabilities.</summary>
    public static IReadOnlyList<(int Class, double Probability)> Predict(Mlp model, TensorDataset data, int count)
    {
        using var unused = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var probabilities = torch.nn.functional.softmax(model.call(data.Inputs.narrow(0, 0, count)), 1);
        var classes = probabilities.argmax(1).data<long>().ToArray();
        var largest = probabilities.max(1).values.data<float>().ToArray();
        return [.. classes.Zip(largest, (label, probability) => ((int)label, (double)probability))];
    }
}
