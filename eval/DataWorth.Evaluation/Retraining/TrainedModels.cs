using DataWorth.Artifacts;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Retraining;

/// <summary>The models trained on all examples that methods are asked about, kept in the store beside the bank's entries.</summary>
/// <param name="bank">Bank and task.</param>
public sealed class TrainedModels(RetrainBank bank)
{
    private const string Kind = "trained-models";
    private const string File = "weights";

    /// <summary>The model trained on all examples from a seed: from the store, or trained now and kept, with its measurements put into the bank.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="cancellationToken">Stops a training.</param>
    /// <returns>The model in evaluation mode, the caller's to dispose.</returns>
    public nn.Module<Tensor, Tensor> Get(long seed, CancellationToken cancellationToken = default)
    {
        var task = bank.Task;
        var key = new FingerprintBuilder().Add("task", task.Fingerprint).Add("seed", seed).ToKey(Kind);
        using (var reader = ArtifactReader.TryOpen(bank.Store, key))
        {
            if (reader is not null) return Load(task, reader);
        }

        var request = new RetrainRequest(MemberSet.All(task.TrainCount), seed);
        var model = OneThread.Run(() => task.Train(request.Members, seed, cancellationToken));
        bank.Add(request, OneThread.Run(() => task.Measure(model)));
        Save(model, key, seed, cancellationToken);
        return model;
    }

    private void Save(nn.Module<Tensor, Tensor> model, ArtifactKey key, long seed, CancellationToken cancellationToken)
    {
        var options = new Dictionary<string, string> { ["task"] = bank.Task.Fingerprint, ["seed"] = seed.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        using var writer = ArtifactWriter.Create(bank.Store, key, [], new ArtifactWriterOptions { Codec = "weights", Options = options }, cancellationToken);
        if (writer.IsComplete) return;
        var state = model.state_dict();
        using (var file = writer.BeginTensors(File, state.Select(entry => SafetensorsEntry.Of(entry.Key, FileType(entry.Value.dtype), entry.Value.shape)), cancellationToken: cancellationToken))
        {
            foreach (var entry in file.Tensors)
            {
                using var values = state[entry.Name].detach().contiguous();
                file.Write(entry.Name, values.bytes, cancellationToken);
            }

            file.Commit(cancellationToken);
        }

        writer.Complete(cancellationToken);
    }

    private static nn.Module<Tensor, Tensor> Load(RetrainingTask task, ArtifactReader reader)
    {
        var model = task.CreateModel();
        using var unused = no_grad();
        var state = model.state_dict();
        foreach (var entry in reader.Tensors)
        {
            using var values = empty([.. entry.Shape], state[entry.Name].dtype);
            reader.ReadTensor(entry.Name, 0, values.bytes);
            state[entry.Name].copy_(values);
        }

        model.eval();
        return model;
    }

    private static SafetensorsDType FileType(ScalarType type) => type == ScalarType.Int64 ? SafetensorsDType.I64 : SafetensorsDType.F32;
}
