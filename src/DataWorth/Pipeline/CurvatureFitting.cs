using DataWorth.Artifacts;
using DataWorth.Curvature;
using DataWorth.Features;

namespace DataWorth.Pipeline;

/// <summary>The stage 'fit curvature': keeps a curvature's statistics in the store and brings them back.</summary>
internal static class CurvatureFitting
{
    /// <summary>Name of the artifact kind.</summary>
    public const string Kind = "curvature";

    private const string File = "statistics";
    private const int PartBytes = 64 << 20;

    /// <summary>The curvature of <paramref name="key"/> if the store has it.</summary>
    public static ICurvature? TryRestore(IArtifactStore store, FingerprintBuilder key, Recipe recipe, FeatureLayout layout, Device device)
    {
        using var reader = ArtifactReader.TryOpen(store, key.ToKey(Kind));
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

        return recipe.RestoreCurvature(layout, state);
    }

    /// <summary>Persists a curvature's statistics.</summary>
    public static void Save(IArtifactStore store, FingerprintBuilder key, ICurvature curvature, CancellationToken cancellationToken)
    {
        using var writer = ArtifactWriter.Create(
            store, key.ToKey(Kind), [], new ArtifactWriterOptions { Codec = "statistics", Options = key.Options, Provenance = Provenance.Current }, cancellationToken);
        if (writer.IsComplete)
            return;
        var entries = curvature.State.Select(entry => SafetensorsEntry.Of(entry.Key, StorageTypes.ToFile(entry.Value.dtype), entry.Value.shape));
        using (var file = writer.BeginTensors(File, entries, cancellationToken: cancellationToken))
        {
            foreach (var tensor in file.Tensors)
            {
                using var scope = NewDisposeScope();
                var flat = curvature.State[tensor.Name].detach().cpu().contiguous().view(-1);
                var step = PartBytes / flat.ElementSize;
                for (long first = 0; first < flat.NumberOfElements; first += step)
                    file.Write(tensor.Name, flat.narrow(0, first, Math.Min(step, flat.NumberOfElements - first)).bytes, cancellationToken);
            }

            file.Commit(cancellationToken);
        }

        writer.Complete(cancellationToken);
    }
}
