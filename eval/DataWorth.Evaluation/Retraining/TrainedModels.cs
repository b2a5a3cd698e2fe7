using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Stages;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Retraining;

/// <summary>The models trained on all examples that methods are asked about, kept in the store beside the bank's entries.</summary>
/// <param name="bank">Bank and task.</param>
public sealed class TrainedModels(RetrainBank bank)
{
    private const string Kind = "trained-models";

    /// <summary>The model trained on all examples from a seed: from the store, or trained now and kept, with its measurements put into the
    /// bank.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="cancellationToken">Stops a training.</param>
    /// <returns>The model in evaluation mode, the caller's to dispose.</returns>
    public nn.Module<Tensor, Tensor> Get(long seed, CancellationToken cancellationToken = default)
    {
        var task = bank.Task;
        var key = new FingerprintBuilder().Add("task", task.Fingerprint).Add("seed", seed).ToKey(Kind);
        if (TensorArtifacts.TryRead(bank.Store, key, CPU) is { } known)
        {
            return Load(task, known);
        }

        var request = new RetrainRequest(MemberSet.All(task.TrainCount), seed);
        var model = OneThread.Run(() => task.Train(request.Members, seed, cancellationToken));
        bank.Add(request, OneThread.Run(() => task.Measure(model)));
        var options = new Dictionary<string, string>
        {
            ["task"] = task.Fingerprint,
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
        };
        TensorArtifacts.Write(bank.Store, key, options, model.state_dict(), cancellationToken, content: "weights");
        return model;
    }

    private static nn.Module<Tensor, Tensor> Load(RetrainingTask task, IReadOnlyDictionary<string, Tensor> weights)
    {
        var model = task.CreateModel();
        using var unused = no_grad();
        foreach (var (name, target) in model.state_dict())
        {
            using var values = weights[name];
            target.copy_(values);
        }

        model.eval();
        return model;
    }
}
