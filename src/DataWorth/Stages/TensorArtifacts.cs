using DataWorth.Artifacts;

namespace DataWorth.Stages;

/// <summary>Named tensors (curvatures, projections, weights of models) as artifacts.</summary>
public static class TensorArtifacts
{
    private const int PartBytes = 64 << 20;

    /// <summary>The tensors of an artifact, which the caller owns; null if the store does not have it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The artifact.</param>
    /// <param name="device">Where the tensors are put.</param>
    /// <exception cref="ArtifactException">The artifact is damaged.</exception>
    public static IReadOnlyDictionary<string, Tensor>? TryRead(IArtifactStore store, ArtifactKey key, Device device)
    {
        using var reader = ArtifactReader.TryOpen(store, key);
        if (reader is null)
        {
            return null;
        }

        var state = new Dictionary<string, Tensor>();
        foreach (var entry in reader.Tensors)
        {
            using var scope = NewDisposeScope();
            var tensor = empty([.. entry.Shape], StorageTypes.ToTensor(entry.DType), CPU);
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
    /// <param name="store">The store.</param>
    /// <param name="key">The artifact.</param>
    /// <param name="options">What the key was made from.</param>
    /// <param name="tensors">The tensors by name; any device.</param>
    /// <param name="cancellationToken">Stops; nothing is visible then.</param>
    /// <param name="content">What they are, in one word: the artifact's codec and the name of its file. Default <c>statistics</c>.</param>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    public static void Write(
        IArtifactStore store,
        ArtifactKey key,
        IReadOnlyDictionary<string, string> options,
        IReadOnlyDictionary<string, Tensor> tensors,
        CancellationToken cancellationToken,
        string content = "statistics"
    )
    {
        using var writer = ArtifactWriter.Create(
            store,
            key,
            [],
            new ArtifactWriterOptions
            {
                Codec = content,
                Options = options,
                Provenance = Provenance.Current,
            },
            cancellationToken
        );
        if (writer.IsComplete)
        {
            return;
        }

        var entries = tensors.Select(entry => SafetensorsEntry.Of(entry.Key, StorageTypes.ToFile(entry.Value.dtype), entry.Value.shape));
        using (var file = writer.BeginTensors(content, entries, cancellationToken: cancellationToken))
        {
            foreach (var entry in file.Tensors)
            {
                using var scope = NewDisposeScope();
                var flat = tensors[entry.Name].detach().cpu().contiguous().view(-1);
                var step = PartBytes / flat.ElementSize;
                for (long first = 0; first < flat.NumberOfElements; first += step)
                {
                    file.Write(entry.Name, flat.narrow(0, first, Math.Min(step, flat.NumberOfElements - first)).bytes, cancellationToken);
                }
            }

            file.Commit(cancellationToken);
        }

        writer.Complete(cancellationToken);
    }
}
