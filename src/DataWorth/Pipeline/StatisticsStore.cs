using DataWorth.Artifacts;

namespace DataWorth.Pipeline;

/// <summary>Named tensors (curvatures, projections) as artifacts.</summary>
internal static class StatisticsStore
{
    private const string File = "statistics";
    private const int PartBytes = 64 << 20;

    /// <summary>The tensors of <paramref name="key"/> if the store has them; the caller owns them.</summary>
    public static IReadOnlyDictionary<string, Tensor>? TryRead(IArtifactStore store, ArtifactKey key, Device device)
    {
        using var reader = ArtifactReader.TryOpen(store, key);
        if (reader is null)
            return null;
        var state = new Dictionary<string, Tensor>();
        foreach (var entry in reader.Tensors)
        {
            using var scope = NewDisposeScope();
            var tensor = empty([.. entry.Shape], StorageTypes.ToTensor(entry.DType));
            var flat = tensor.view(-1);
            var step = PartBytes / tensor.ElementSize;
            for (long first = 0; first < flat.NumberOfElements; first += step)
            {
                var part = flat.narrow(0, first, Math.Min(step, flat.NumberOfElements - first));
                reader.ReadTensor(entry.Name, first * tensor.ElementSize, part.bytes);
            }

            state.Add(entry.Name, tensor.to(device).DetachFromDisposeScope());
        }

        return state;
    }

    /// <summary>Persists named tensors, unless they are there.</summary>
    public static void Write(
        IArtifactStore store, ArtifactKey key, IReadOnlyDictionary<string, string> options, IReadOnlyDictionary<string, Tensor> tensors, CancellationToken cancellationToken)
    {
        using var writer = ArtifactWriter.Create(
            store, key, [], new ArtifactWriterOptions { Codec = "statistics", Options = options, Provenance = Provenance.Current }, cancellationToken);
        if (writer.IsComplete)
            return;
        var entries = tensors.Select(entry => SafetensorsEntry.Of(entry.Key, StorageTypes.ToFile(entry.Value.dtype), entry.Value.shape));
        using (var file = writer.BeginTensors(File, entries, cancellationToken: cancellationToken))
        {
            foreach (var entry in file.Tensors)
            {
                using var scope = NewDisposeScope();
                var flat = tensors[entry.Name].detach().cpu().contiguous().view(-1);
                var step = PartBytes / flat.ElementSize;
                for (long first = 0; first < flat.NumberOfElements; first += step)
                    file.Write(entry.Name, flat.narrow(0, first, Math.Min(step, flat.NumberOfElements - first)).bytes, cancellationToken);
            }

            file.Commit(cancellationToken);
        }

        writer.Complete(cancellationToken);
    }
}
