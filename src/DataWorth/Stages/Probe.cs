using System.Globalization;
using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Data;
using DataWorth.Features;
using DataWorth.Tasks;

namespace DataWorth.Stages;

/// <summary>The first training rows with the inner products of their features, stored beside a fit: what the key does not see (code of the
/// model, of the loss) shows there when the features or their statistics are used again, and when the fit is loaded.</summary>
internal static class Probe
{
    /// <summary>Name of the artifact kind.</summary>
    public const string Kind = "probe";

    private const int Rows = 2; // two say whether one changes the other, and are little beside a batch
    private const double LeastKept = 0.6;
    private const long MostNumbers = 1 << 22;
    private const string Products = "products";
    private const string Ids = "ids";
    private const string Input = "input ";

    /// <summary>Compares with an earlier fit of the same key, or keeps the products for later ones.</summary>
    /// <exception cref="InvalidOperationException">The model gives other features than at the earlier fit.</exception>
    public static void Run(FitSession session)
    {
        var options = session.Options;
        var builder = session.Key.ForFeatures(session.Recipe, "none").Add("rows", Rows);
        var key = builder.ToKey(Kind);
        session.Artifacts[Kind] = key.ToString();
        session.ActivateAgain(); // compared when the session began
        using var read = session.Train!.Read(Rows, 0, new RowRange(0, Rows), null, options.CancellationToken).GetEnumerator();
        read.MoveNext(); // the view is not empty
        var batch = read.Current;
        using var products = Make(session, batch, features => Keep(session, features));
        if (TensorArtifacts.TryRead(session.Store, key, CPU) is { } known)
        {
            Compare(session, batch.Ids, products, known[Products]);
            Dispose(known);
            return;
        }

        using var ids = tensor(JsonSerializer.SerializeToUtf8Bytes(batch.Ids), device: CPU);
        var tensors = batch.Columns.ToDictionary(column => Input + column.Key, column => column.Value);
        tensors.Add(Products, products);
        tensors.Add(Ids, ids);
        TensorArtifacts.Write(session.Store, key, builder.Options, tensors, options.CancellationToken, content: Kind);
    }

    /// <summary>Compares with the fit, on the rows that it kept.</summary>
    /// <exception cref="InvalidOperationException">The model gives other features than at the fit.</exception>
    public static void Check(FitSession session)
    {
        var key = ArtifactKey.Parse(session.Artifacts[Kind]);
        var known = TensorArtifacts.TryRead(session.Store, key, CPU) ?? throw FitArtifact.Missing(session.Store, key);
        try
        {
            var ids = JsonSerializer.Deserialize<string[]>(known[Ids].bytes)!;
            var inputs = known.Where(entry => entry.Key.StartsWith(Input, StringComparison.Ordinal));
            using var batch = new ExampleBatch(
                ids,
                inputs.ToDictionary(entry => entry.Key[Input.Length..], entry => entry.Value.to(session.Device, copy: true))
            );
            using var products = Make(session, batch);
            Compare(session, ids, products, known[Products]);
        }
        finally
        {
            Dispose(known);
        }
    }

    private static void Keep(FitSession session, FeatureBatch features)
    {
        if (session.Codec is { KeepsPart: true } && session.Layout.Size <= MostNumbers)
        {
            session.FirstRows?.Dispose();
            session.FirstRows = features.ToRows(session.Layout, session.Type, session.Device).DetachFromDisposeScope();
        }
    }

    /// <summary>Inner products of the rows' features for each block, [L, B, B].</summary>
    private static Tensor Make(FitSession session, ExampleBatch batch, Action<FeatureBatch>? look = null)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var features = session.Map.Map(batch);
        session.Look(features);
        look?.Invoke(features);
        return stack([.. features.Blocks.Select(block => MakeProducts(block).cpu())]).MoveToOuterDisposeScope();
    }

    // Of rows of a length around 1, as squares of small or large ones leave the range of float32; [B, B] in float64.
    private static Tensor MakeProducts(GradientBlock block)
    {
        var lengths = block.WeightedSquares(null).sqrt(); // [B]
        using var rows = block.Scaled(where(lengths.gt(0), lengths.reciprocal(), zeros_like(lengths)));
        return rows.Dot(rows).to_type(ScalarType.Float64) * outer(lengths, lengths);
    }

    /// <summary>Reports where what is stored is little of the features: factors of a low rank keep the directions of few positions.</summary>
    public static void CompareStored(FitSession session)
    {
        if (session.FirstRows is not { } given || session.Stored is not { } stored)
        {
            return;
        }

        using var scope = NewDisposeScope();
        var count = (int)given.shape[0];
        using var buffer = stored.NewBuffer(count);
        stored.Read(buffer, 0, count);
        using var moved = buffer.To(stored.Device);
        using var decoded = stored.Codec.Decode(moved, stored.Layout, stored.Type);
        var kept = decoded.ToRows(stored.Layout, stored.Type, stored.Device).to_type(ScalarType.Float64); // [B, D]
        var whole = given.to_type(ScalarType.Float64);
        var lengths = kept.square().sum(1) * whole.square().sum(1);
        var share = (kept * whole).sum(1).square().div(lengths.clamp_min(double.Epsilon)).mean().item<double>();
        if (share < LeastKept && lengths.min().item<double>() > 0)
        {
            session.Reports.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"what is stored ({stored.Codec.Name}) keeps {100 * share:0} % of the squared length of the first rows' gradients: scores "
                        + $"are of that part, and of another size than with all of it; a greater factor rank keeps more"
                )
            );
        }

        session.FirstRows = null;
        given.Dispose();
    }

    private static void Compare(FitSession session, IReadOnlyList<string> ids, Tensor now, Tensor then)
    {
        using var scope = NewDisposeScope();
        var is16Bit = ModelState.Placement(session.Task.Model).Type is ScalarType.Float16 or ScalarType.BFloat16;
        var tolerance = is16Bit ? 0.2 : 1e-3; // another processor may round differently
        var (found, expected) = (now.sum(0L), then.sum(0L)); // [B, B]
        var scale = expected.diagonal().maximum(found.diagonal()).clamp_min(double.Epsilon).sqrt();
        var differences = (found - expected).abs() / outer(scale, scale);
        var largest = differences.amax(1).data<double>().ToArray();
        var row = Array.IndexOf(largest, largest.Max());
        if (!(largest[row] < tolerance))
        {
            Throw.OtherFeatures(session.Recipe.Method, ids[row], largest[row]);
        }
    }

    private static void Dispose(IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
