using DataWorth.Artifacts;
using DataWorth.Methods.GradientDot;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Tasks;

/// <summary>Tasks that are no classifiers: scores equal products of gradients that a loop over the rows takes by ordinary
/// autograd.</summary>
public sealed class OwnTaskTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly MemoryArtifactStore _store = new();

    [Fact]
    public void Regression_EqualsALoop()
    {
        using var model = nn.Sequential(("fc1", nn.Linear(3, 4)), ("tanh", nn.Tanh()), ("fc2", nn.Linear(4, 1)));
        Seed(model);
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Numbers("Features"), BatchColumn.Numbers("Target")],
            batch => model.call(batch["Features"]),
            (outputs, batch) => (outputs.squeeze(1) - batch["Target"]).square()
        );
        RegressionRow[] rows = [.. Enumerable.Range(0, 9).Select(i => new RegressionRow($"r{i}", Values(3, i), 0.3f * i))];
        var view = _mlContext.Data.LoadFromEnumerable(rows);
        Check(
            task,
            view,
            view,
            n => (model.call(tensor(rows[n].Features).unsqueeze(0)).squeeze() - rows[n].Target).square(),
            q => (model.call(tensor(rows[q].Features).unsqueeze(0)).squeeze() - rows[q].Target).square(),
            rows.Length
        );
    }

    [Fact]
    public void TwoInputs_EqualALoop()
    {
        using var model = new TwoTowers();
        Seed(model);
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Numbers("Left"), BatchColumn.Numbers("Right"), BatchColumn.Flags("IsMatch")],
            batch => model.Forward(batch["Left"], batch["Right"]),
            (outputs, batch) =>
                nn.functional.binary_cross_entropy_with_logits(
                    outputs,
                    batch["IsMatch"].to_type(outputs.dtype),
                    reduction: nn.Reduction.None
                )
        );
        PairRow[] rows = [.. Enumerable.Range(0, 8).Select(i => new PairRow($"p{i}", Values(3, i), Values(2, 50 + i), i % 3 == 0))];
        var view = _mlContext.Data.LoadFromEnumerable(rows);
        Tensor Loss(int n) =>
            nn.functional.binary_cross_entropy_with_logits(
                model.Forward(tensor(rows[n].Left).unsqueeze(0), tensor(rows[n].Right).unsqueeze(0)),
                tensor(new[] { rows[n].IsMatch ? 1f : 0f })
            );
        Check(task, view, view, Loss, Loss, rows.Length);
    }

    [Fact]
    public void TokensWithMaskAndIgnoredLabels_EqualALoopOverRowsOfTheirOwnLengths()
    {
        using var model = new Tagger();
        Seed(model);
        var task = Tagging(model);
        var rows = TokenRows();
        var view = _mlContext.Data.LoadFromEnumerable(rows);
        Tensor Loss(int n) =>
            nn.functional.cross_entropy(
                model.call(tensor(rows[n].InputIds.Select(id => (long)id).ToArray()).unsqueeze(0))[0],
                tensor(rows[n].Labels.Select(label => (long)label).ToArray()),
                ignore_index: -100,
                reduction: nn.Reduction.Sum
            );
        Check(task, view, view, Loss, Loss, rows.Length);
    }

    [Fact]
    public void LogitOfOneAnswerMinusAnother_IsAMeasurement()
    {
        const int A = 2;
        const int B = 4;
        using var model = new Tagger();
        Seed(model);
        var training = Tagging(model);
        var task = AttributionTask.Of(
            model,
            training.Columns,
            training.Forward,
            training.Loss,
            measure: (outputs, batch) =>
            {
                var last = batch["attention_mask"].sum(1).to_type(ScalarType.Int64) - 1; // [B]
                var logits = outputs[arange(batch.Count), last]; // [B, V]
                return logits[.., A] - logits[.., B];
            },
            description: "answer A minus answer B"
        );
        var rows = TokenRows();
        var view = _mlContext.Data.LoadFromEnumerable(rows);
        Check(
            task,
            view,
            view,
            n =>
                nn.functional.cross_entropy(
                    model.call(tensor(rows[n].InputIds.Select(id => (long)id).ToArray()).unsqueeze(0))[0],
                    tensor(rows[n].Labels.Select(label => (long)label).ToArray()),
                    ignore_index: -100,
                    reduction: nn.Reduction.Sum
                ),
            q =>
            {
                var logits = model.call(tensor(rows[q].InputIds.Select(id => (long)id).ToArray()).unsqueeze(0))[0, ^1];
                return logits[B] - logits[A]; // what falls when the measurement rises
            },
            rows.Length
        );
    }

    [Fact]
    public void LossThatIsAveragedOverTheBatch_IsRefused()
    {
        using var model = nn.Sequential(("fc", nn.Linear(3, 1)));
        Seed(model);
        var task = AttributionTask.Of(
            model,
            [BatchColumn.Numbers("Features"), BatchColumn.Numbers("Target")],
            batch => model.call(batch["Features"]),
            (outputs, batch) => (outputs.squeeze(1) - batch["Target"]).square() / batch.Count
        );
        var view = _mlContext.Data.LoadFromEnumerable(
            Enumerable.Range(0, 9).Select(i => new RegressionRow($"r{i}", Values(3, i), 0.3f * i)).ToArray()
        );
        var estimator = _mlContext.Attribution.GradientDot(task, new GradientDotOptions { BatchSize = 4, Store = _store });
        var error = Assert.Throws<InvalidOperationException>(() => estimator.Fit(view));
        Assert.Contains(
            "it depends on the other rows, on padding or on chance. Sum losses, do not average them over the batch",
            error.Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _store.Dispose();

    private static AttributionTask Tagging(Tagger model) =>
        AttributionTask.Of(
            model,
            [BatchColumn.Integers("input_ids"), BatchColumn.Integers("attention_mask"), BatchColumn.Integers("labels", padding: -100)],
            batch => model.call(batch["input_ids"]),
            (outputs, batch) =>
                nn
                    .functional.cross_entropy(outputs.transpose(1, 2), batch["labels"], ignore_index: -100, reduction: nn.Reduction.None)
                    .sum(1),
            positionMask: batch => batch["attention_mask"]
        );

    private static TokenRow[] TokenRows() =>
        [
            .. new[] { 5, 3, 6, 1, 4 }.Select(
                (length, i) =>
                    new TokenRow(
                        $"t{i}",
                        [.. Enumerable.Range(0, length).Select(t => ((3 * i) + (2 * t)) % 7)],
                        [.. Enumerable.Repeat(1, length)],
                        [.. Enumerable.Range(0, length).Select(t => t == 1 ? -100 : (i + t) % 7)]
                    )
            ),
        ];

    /// <summary>Compares gradient dot products of all rows with all queries with those of a loop, in batches of 4 rows.</summary>
    private void Check(
        AttributionTask task,
        IDataView train,
        IDataView queries,
        Func<int, Tensor> loss,
        Func<int, Tensor> negatedMeasure,
        int count
    )
    {
        using var fit = _mlContext.Attribution.GradientDot(task, new GradientDotOptions { BatchSize = 4, Store = _store }).Fit(train);
        using var asked = fit.WithQueries(queries);
        var scores = asked.Transform(train).GetColumn<float[]>("Score").ToArray();
        var (rows, columns) = (Gradients(loss), Gradients(negatedMeasure));
        double[] expected = [.. rows.SelectMany(row => columns.Select(column => row.Zip(column, (a, b) => a * b).Sum()))];
        Assert.True(expected.Max(Math.Abs) > 1e-2);
        Assert.True(Numbers.RelativeToMaximum(expected, [.. scores.SelectMany(row => row).Select(value => (double)value)]) < 1e-5);

        double[][] Gradients(Func<int, Tensor> value)
        {
            var weights = task.Model.parameters().Select(parameter => (Tensor)parameter).ToList(); // all are tracked by this method
            using var scope = NewDisposeScope();
            return
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(n => autograd.grad([value(n).sum()], weights).SelectMany(gradient => gradient.ToDoubles()).ToArray()),
            ];
        }
    }

    private static float[] Values(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin((7 * seed) + (3 * i) + 1))];

    private static void Seed(nn.Module model)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var n = 0;
        foreach (var (_, parameter) in model.named_parameters())
        {
            parameter.copy_(
                arange(parameter.NumberOfElements, dtype: ScalarType.Float32).mul(0.9).add(n++).sin().mul(0.5).reshape(parameter.shape)
            );
        }
    }

    private sealed record RegressionRow(string Id, [property: VectorType(3)] float[] Features, float Target);

    private sealed record PairRow(string Id, [property: VectorType(3)] float[] Left, [property: VectorType(2)] float[] Right, bool IsMatch);

    private sealed record TokenRow(
        string Id,
        [property: ColumnName("input_ids"), VectorType] int[] InputIds,
        [property: ColumnName("attention_mask"), VectorType] int[] Mask,
        [property: ColumnName("labels"), VectorType] int[] Labels
    );

    private sealed class TwoTowers : nn.Module
    {
        private readonly TorchSharp.Modules.Linear _left = nn.Linear(3, 4);
        private readonly TorchSharp.Modules.Linear _right = nn.Linear(2, 4);
        private readonly TorchSharp.Modules.Linear _head = nn.Linear(4, 1);

        public TwoTowers()
            : base("towers")
        {
            register_module("left", _left);
            register_module("right", _right);
            register_module("head", _head);
        }

        public Tensor Forward(Tensor left, Tensor right) => _head.call((_left.call(left) * _right.call(right)).tanh()).squeeze(1);
    }

    private sealed class Tagger : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Embedding _table = nn.Embedding(7, 5);
        private readonly TorchSharp.Modules.Linear _hidden = nn.Linear(5, 6);
        private readonly TorchSharp.Modules.Linear _head = nn.Linear(6, 7);

        public Tagger()
            : base("tagger")
        {
            register_module("table", _table);
            register_module("hidden", _hidden);
            register_module("head", _head);
        }

        public override Tensor forward(Tensor input)
        {
            // A running sum over positions, so that positions depend on those before them.
            return _head.call(_hidden.call(_table.call(input).cumsum(1)).tanh());
        }
    }
}
