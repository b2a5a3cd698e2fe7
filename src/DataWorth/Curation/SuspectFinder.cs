using DataWorth.Data;
using DataWorth.Stages;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Curation;

/// <summary>Ranks training examples by self-influence, and says of the first ones what the model and their neighbours say.</summary>
internal sealed class SuspectFinder(AttributionTransformer fit, ClassificationTask task)
{
    private const int MostDuplicates = 3;
    private const float Tied = 1e-5f; // of the larger: rounding in float32
    private const float Same = 1e-3f; // of the largest: rounding in float32 of sums over thousands of numbers

    /// <summary>The suspects, most suspect first.</summary>
    /// <param name="train">The training view of the fit.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="FitMismatchException">The view has other rows than the fit.</exception>
    public IReadOnlyList<Suspect> Find(IDataView train, int count)
    {
        if (!fit.Fitted.Recipe.RanksSuspects)
        {
            Throw.RanksNoSuspects(fit.Fitted.Recipe.Method, "its self-influence is the length of a vector, which no label enters");
        }

        var all = Score
            .Run(fit, scores: false, self: true, Part.Whole)
            .SelectMany(rows => rows.Ids.Zip(rows.SelfInfluence))
            .Select(row => (Id: row.First, SelfInfluence: row.Second))
            .OrderByDescending(row => row.SelfInfluence)
            .ToList();
        if (all.Count > 1 && all[0].SelfInfluence - all[^1].SelfInfluence < Same * all[0].SelfInfluence)
        {
            Throw.RanksNoSuspects(
                fit.Fitted.Recipe.Method,
                "all self-influences are the same here, as where there are fewer examples than numbers"
            );
        }

        List<(string Id, float SelfInfluence)> influences = [.. all.Take(count)];
        var ties = Ties([.. all.Select(row => row.SelfInfluence)]);
        var reader = fit.Fitted.Members[0].ReadTraining(train);
        lock (ModelGate.Of(task.Model))
        {
            return [.. Describe(reader, influences).Zip(ties, (suspect, tied) => suspect with { Ties = tied })];
        }
    }

    // Of each, how many others are in the same run of equal ones; the largest first.
    private static int[] Ties(float[] sorted)
    {
        var ties = new int[sorted.Length];
        for (var (first, next) = (0, 1); first < sorted.Length; first = next++)
        {
            while (next < sorted.Length && sorted[first] - sorted[next] <= Tied * sorted[first])
            {
                next++;
            }

            Array.Fill(ties, next - first - 1, first, next - first);
        }

        return ties;
    }

    private List<Suspect> Describe(BatchReader train, List<(string Id, float SelfInfluence)> suspects)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var weights = fit.Fitted.KeepWeights();
        fit.Fitted.Members[0].Activate();
        var wanted = suspects.Select((suspect, rank) => (suspect.Id, rank)).ToDictionary(entry => entry.Id, entry => entry.rank);
        var seen = new (long Label, long Suggested, double Margin, bool IsPredicted)?[suspects.Count];
        var (mean, typical) = Spread(train);
        var features = zeros([suspects.Count, mean.NumberOfElements], ScalarType.Float32, mean.device);
        foreach (var batch in train.Read(fit.Options.BatchSize, fit.Options.CancellationToken))
        {
            using var inner = NewDisposeScope();
            int[] rows = [.. Enumerable.Range(0, batch.Count).Where(row => wanted.ContainsKey(batch.Ids[row]))];
            if (rows.Length == 0)
            {
                continue;
            }

            using var evaluation = EvaluationMode.Of(task);
            var logits = ModelRun.Forward(task, batch);
            var margins = task.Margin(logits, batch).to_type(ScalarType.Float64).cpu().data<double>().ToArray();
            var labels = batch[task.LabelColumn].to_type(ScalarType.Int64);
            var isLabel = zeros_like(logits, ScalarType.Bool).scatter(1, labels.unsqueeze(1), ones_like(logits, ScalarType.Bool)); // [B, C]
            var suggested = logits.masked_fill(isLabel, double.NegativeInfinity).argmax(1).cpu().data<long>().ToArray();
            var given = labels.cpu().data<long>().ToArray();
            var predicted = logits.argmax(1).cpu().data<long>().ToArray();
            var centred = Flatten(batch) - mean;
            foreach (var row in rows)
            {
                var rank = wanted[batch.Ids[row]];
                seen[rank] = (given[row], suggested[row], margins[row], predicted[row] == given[row]);
                features[rank].copy_(centred[row]);
            }
        }

        var duplicates = Duplicates(
            train,
            mean,
            Suspect.NearlySame * typical,
            features,
            [.. seen.Select(entry => entry!.Value.Label)],
            suspects
        );
        return
        [
            .. suspects
                .Zip(seen, (suspect, entry) => (suspect.Id, suspect.SelfInfluence, Seen: entry!.Value))
                .Select(
                    (entry, rank) =>
                        new Suspect(
                            entry.Id,
                            entry.Seen.Label,
                            entry.Seen.Suggested,
                            entry.SelfInfluence,
                            entry.Seen.Margin,
                            duplicates[rank]
                        )
                        {
                            IsPredicted = entry.Seen.IsPredicted,
                        }
                ),
        ];
    }

    /// <summary>Examples whose features are no further than that from a suspect's, with another label.</summary>
    private List<string>[] Duplicates(
        BatchReader train,
        Tensor mean,
        double nearest,
        Tensor features,
        long[] labels,
        List<(string Id, float SelfInfluence)> suspects
    )
    {
        var found = suspects.Select(_ => new List<(string Id, double Distance)>()).ToArray();
        foreach (var batch in train.Read(fit.Options.BatchSize, fit.Options.CancellationToken))
        {
            using var scope = NewDisposeScope();
            var distances = cdist(features, Flatten(batch) - mean).cpu(); // [K, B]
            var given = batch[task.LabelColumn].to_type(ScalarType.Int64).cpu().data<long>().ToArray();
            var isNear = distances.le(nearest);
            var near = isNear.any().item<bool>() ? isNear.nonzero().data<long>().ToArray() : [];
            for (var i = 0; i < near.Length; i += 2)
            {
                var (rank, row) = ((int)near[i], (int)near[i + 1]);
                if (given[row] != labels[rank] && batch.Ids[row] != suspects[rank].Id)
                {
                    found[rank].Add((batch.Ids[row], distances[rank, row].item<float>()));
                }
            }
        }

        return [.. found.Select(all => all.OrderBy(entry => entry.Distance).Take(MostDuplicates).Select(entry => entry.Id).ToList())];
    }

    /// <summary>The mean of the features, [D], and the root mean square distance of the examples from it.</summary>
    private (Tensor Mean, double Typical) Spread(BatchReader train)
    {
        Tensor? sum = null;
        var (count, squares) = (0L, 0.0);
        foreach (var batch in train.Read(fit.Options.BatchSize, fit.Options.CancellationToken))
        {
            using var scope = NewDisposeScope();
            var rows = Flatten(batch).to_type(ScalarType.Float64);
            var part = rows.sum(0L);
            squares += rows.square().sum().item<double>();
            sum = sum is null ? part.MoveToOuterDisposeScope() : sum.add_(part);
            count += batch.Count;
        }

        var mean = sum!.div_(count);
        var typical = Math.Sqrt(Math.Max(0, (squares / count) - mean.square().sum().item<double>()));
        return (mean.to_type(ScalarType.Float32), typical);
    }

    private Tensor Flatten(ExampleBatch batch) => batch[task.FeatureColumn].flatten(1).to_type(ScalarType.Float32);
}
