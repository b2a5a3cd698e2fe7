using DataWorth.Models.Data.Sources;
using DataWorth.Runtime;
using TorchSharp;

namespace DataWorth.Cli.Fits.Rows;

/// <summary>What a model says of a row.</summary>
/// <param name="Class">Index of the most probable class.</param>
/// <param name="Probability">Its probability, 0 to 1.</param>
internal readonly record struct Prediction(int Class, double Probability)
{
    /// <summary>The predictions of all rows.</summary>
    /// <param name="network">Logits [B, C] of rows [B, *item shape], in evaluation mode.</param>
    /// <param name="data">The rows.</param>
    /// <param name="batchSize">Rows at a time.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public static IReadOnlyList<Prediction> Of(
        torch.nn.Module<torch.Tensor, torch.Tensor> network,
        DataSource data,
        int batchSize,
        CancellationToken cancellationToken
    )
    {
        OneDnnCheck.Run(network);
        var predictions = new List<Prediction>(data.Count);
        using var off = torch.no_grad();
        foreach (var rows in Enumerable.Range(0, data.Count).Chunk(batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var inputs = torch.tensor([.. rows.SelectMany(data.Features)], [rows.Length, .. data.ItemShape]);
            var (type, device) = network.parameters().FirstOrDefault() is { } weight
                ? (weight.dtype, weight.device)
                : (torch.ScalarType.Float32, torch.CPU);
            var logits = network.call(inputs.to(type, device)).to(torch.ScalarType.Float64, torch.CPU); // [B, C]
            var (probabilities, classes) = torch.nn.functional.softmax(logits, 1).max(1);
            predictions.AddRange(
                classes.data<long>().Zip(probabilities.data<double>(), (label, probability) => new Prediction((int)label, probability))
            );
        }

        return predictions;
    }
}
