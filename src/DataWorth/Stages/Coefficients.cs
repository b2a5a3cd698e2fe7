using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Curvature;

namespace DataWorth.Stages;

/// <summary>The stage 'store coefficients': one pass over the stored features that persists the curvature's numbers per example beside
/// them.</summary>
public static class Coefficients
{
    internal const string Kind = "coefficients";
    private const string Stage = "store coefficients";

    /// <summary>Gives stored features the coefficients of the session's curvature, if it has any: from the store, or computed; shards that
    /// an earlier run finished are kept.</summary>
    /// <param name="session">The fit, after <see cref="FitCurvature"/>.</param>
    /// <param name="part">The rows of this worker; default all.</param>
    /// <returns>False when shards of other parts are missing: run it again when they are there.</returns>
    /// <exception cref="InvalidOperationException">The curvature is not complete.</exception>
    public static bool Run(FitSession session, Part? part = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session.Curvature is not { } curvature)
        {
            Throw.StageOrder(nameof(Coefficients), nameof(FitCurvature));
            throw null!;
        }

        if (session.Stored is not { HasCoefficients: false } features || session.Recipe.StoredCoefficients(curvature) is not { } source)
        {
            return true;
        }

        var key = session.Key.ForCurvature(session.Recipe, features.Codec.Name);
        var artifact = key.ToKey(Kind);
        var tensors = source.DescribeCoefficients();
        session.Artifacts[Kind] = artifact.ToString();
        var reader = ArtifactReader.TryOpen(session.Store, artifact, session.Options.Verification);
        if (reader is null && Compute(session, key, features, source, tensors, part ?? Part.Whole))
        {
            reader = ArtifactReader.TryOpen(session.Store, artifact, session.Options.Verification);
        }

        if (reader is null)
        {
            return false;
        }

        features.Attach(reader, tensors, source);
        return true;
    }

    private static bool Compute(
        FitSession session,
        FingerprintBuilder key,
        StoredFeatures features,
        IExampleCoefficients source,
        IReadOnlyList<StoredTensor> tensors,
        Part part
    )
    {
        var options = session.Options;
        var stop = options.CancellationToken;
        using var writer = ArtifactWriter.Create(
            session.Store,
            key.ToKey(Kind),
            StoredFeatures.FileLayout(tensors, hasContents: false),
            new ArtifactWriterOptions
            {
                Codec = Kind,
                RowCount = features.Count,
                RowsPerShard = Chunking.RowsPerShard(tensors, features.Count, options.ShardBytes),
                Options = key.Options,
                Provenance = Provenance.Current,
            },
            stop
        );
        if (writer.IsComplete)
        {
            return true;
        }

        using var stored = features.NewBuffer(features.ChunkRows);
        using var computed = new EncodedRows(tensors, features.ChunkRows);
        var (firstShard, count) = part.Of(writer.ShardCount);
        foreach (var index in Enumerable.Range((int)firstShard, (int)count).Where(index => !writer.IsShardComplete(index, stop)))
        {
            using var shard = writer.Begin(index, stop);
            var first = shard.FirstRow;
            var end = Math.Min(features.Count, first + writer.RowsPerShard);
            for (var row = first; row < end; row += stored.Count)
            {
                stored.Count = 0;
                features.Read(stored, row, (int)Math.Min(stored.Capacity, end - row));
                features.WriteCoefficients(source, stored, computed);
                foreach (var tensor in tensors)
                {
                    var bytes = checked((int)(stored.Count * tensor.RowBytes));
                    computed[tensor.Name].bytes[..bytes].CopyTo(shard[tensor.Name][(int)((row - first) * tensor.RowBytes)..]);
                }

                options.Progress?.Report(new AttributionProgress(Stage, row + stored.Count, features.Count));
            }

            shard.Ids = [.. Enumerable.Range(0, shard.Rows).Select(i => features.Ids[(int)first + i])];
            writer.Commit(shard, stop);
        }

        writer.Flush(stop);
        if (!writer.HasEveryShard)
        {
            return false;
        }

        writer.Complete(stop);
        return true;
    }
}
