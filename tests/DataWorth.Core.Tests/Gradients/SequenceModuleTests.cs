using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Projections;
using DataWorth.Statistics;
using DataWorth.Tasks;

namespace DataWorth.Tests.Gradients;

/// <summary>Embeddings, layer normalisation, layers used twice, tied weights and padding, in one language model.</summary>
public sealed class SequenceModuleTests
{
    public static TheoryData<string, bool> Selections =>
        new()
        {
            { "wte,head", false },
            { "wte,head", true },
            { "wpe", false },
            { "norm,final", false },
            { "norm,final", true },
            { "twice", false },
            { "twice", true },
            { "*", true },
        };

    [Theory]
    [MemberData(nameof(Selections))]
    public void Gradient_OfAPaddedBatch_MatchesForLoopAutogradOfUnpaddedExamples(string include, bool trackBias)
    {
        foreach (var (headBias, sharesPositions) in new[] { (false, true), (true, false) })
        {
            using var problem = new TokenProblem(headBias, sharesPositions);
            using var batch = TokenProblem.Batch(0, 3, morePadding: 2);
            var selection = new ModuleSelection
            {
                Include = include,
                TrackBias = trackBias,
                Kinds = "all",
            };
            ReferenceGradients.Check(problem.Task, selection, batch, i => TokenProblem.Batch(i, 1));
        }
    }

    /// <summary>A table's row that training leaves alone (padding_idx) gets nothing from the texts; a head that shares the table gives it its
    /// part.</summary>
    [Theory]
    [InlineData("wte,head", 0)]
    [InlineData("wte,head", 4)]
    [InlineData("*", 4)]
    public void Gradient_WithARowThatTrainingLeavesOut_MatchesForLoopAutograd(string include, long leftOut)
    {
        using var problem = new TokenProblem(leftOut: leftOut);
        using var batch = TokenProblem.Batch(0, 3, morePadding: 1);
        var selection = new ModuleSelection { Include = include, Kinds = "all" };
        ReferenceGradients.Check(problem.Task, selection, batch, i => TokenProblem.Batch(i, 1));
    }

    /// <summary>Looking for that row changes nothing, also where looking a row up shortens it.</summary>
    [Fact]
    public void TableWithALargestNorm_IsLeftAsItIs()
    {
        using var table = nn.Embedding(6, 3, max_norm: 0.1);
        using var before = table.weight!.detach().clone();
        table.weight!.requires_grad = false;
        using var tokens = tensor(new long[,] { { 1, 5 } });
        using var gradient = ones(1, 2, 3);
        foreach (var block in new TrackedEmbedding("table", table).Differentiate(tokens, gradient, mask: null))
        {
            block.Dispose();
        }

        Assert.Equal(before.data<float>().ToArray(), table.weight.data<float>().ToArray());
        Assert.False(table.weight.requires_grad);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_MatchesFiniteDifferences(bool hasHeadBias)
    {
        using var problem = new TokenProblem(hasHeadBias);
        using var batch = TokenProblem.All();
        ReferenceGradients.CheckDifferences(problem.Task, ModuleSelection.AllParameters, batch, every: 3);
    }

    [Fact]
    public void TiedTable_HasOneBlock_AndAHeadsOwnBiasHasAnother()
    {
        using var problem = new TokenProblem(hasHeadBias: true);
        var modules = TrackedModules.Select(problem.Model, ModuleSelection.AllParameters);
        Assert.Equal(
            [
                new BlockShape("wte", 9, 4),
                new BlockShape("wpe", 8, 4),
                new BlockShape("norm", 4, 2),
                new BlockShape("twice", 4, 5),
                new BlockShape("final", 4, 2),
                new BlockShape("head.bias", 9, 1),
            ],
            modules.Layout.Blocks
        );
        Assert.Empty(modules.LeftOut);
        Assert.Equal((9 * 4) + (8 * 4) + 8 + 20 + 8 + 9, modules.Layout.Size); // the table once
        Assert.Equal(
            [
                "wte.weight",
                "wpe.weight",
                "norm.weight",
                "norm.bias",
                "twice.weight",
                "twice.bias",
                "final.weight",
                "final.bias",
                "head.bias",
            ],
            modules.Parameters.Select(parameter => parameter.Name)
        );
    }

    [Fact]
    public void DefaultKinds_LeaveOutTablesAndNormalisations_AndSaySo()
    {
        using var problem = new TokenProblem(hasHeadBias: true);
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection { Exclude = "head" });
        Assert.Equal(["twice"], modules.Modules.Select(module => module.Name));
        Assert.Equal(
            [
                ("wte.weight", "kind embedding not tracked (modules.kinds = default)"),
                ("wpe.weight", "kind embedding not tracked (modules.kinds = default)"),
                ("norm.weight", "kind normalization not tracked (modules.kinds = default)"),
                ("norm.bias", "kind normalization not tracked (modules.kinds = default)"),
                ("twice.bias", "bias not tracked (modules.track-bias = false)"),
                ("final.weight", "kind normalization not tracked (modules.kinds = default)"),
                ("final.bias", "kind normalization not tracked (modules.kinds = default)"),
                ("head.bias", "left out by the module patterns"),
            ],
            modules.LeftOut
        );
        var error = Assert.Throws<ArgumentException>(() => TrackedModules.Select(problem.Model, new ModuleSelection { Include = "wte" }));
        Assert.Equal(
            "Tracked module 'wte' is of kind 'embedding', which modules.kinds = 'default' leaves out. Add 'embedding' to "
                + "modules.kinds.",
            error.Message
        );
    }

    [Fact]
    public void TiedTable_WithOneUseLeftOut_IsReported()
    {
        using var problem = new TokenProblem();
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection { Include = "head", TrackBias = true });
        Assert.Contains(("wte.weight", "only in part: its use by 'wte' is left out"), modules.LeftOut);
    }

    [Fact]
    public void BlockContractions_EqualThoseOfTheDenseGradient_AlsoForRepeatedTokensAndSums()
    {
        using var scope = NewDisposeScope();
        using var problem = new TokenProblem(hasHeadBias: true);
        using var batch = TokenProblem.All();
        var modules = TrackedModules.Select(problem.Model, ModuleSelection.AllParameters);
        var collector = new GradientCollector(problem.Task, modules);
        var kinds = new List<Type>();
        foreach (var block in collector.Collect(batch))
        {
            kinds.Add(block.GetType());
            CheckContractions(block);
            if (block is SummedGradient sum)
            {
                foreach (var part in sum.Parts)
                {
                    CheckContractions(part);
                }
            }

            block.Dispose();
        }

        Assert.Equal(
            [
                typeof(SummedGradient),
                typeof(SparseRowGradient),
                typeof(DenseGradient),
                typeof(SummedGradient),
                typeof(DenseGradient),
                typeof(KroneckerGradient),
            ],
            kinds
        );
    }

    [Fact]
    public void Padding_ContributesNeitherToCovariancesNorToCounts()
    {
        using var scope = NewDisposeScope();
        using var problem = new TokenProblem();
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection { TrackBias = true, Include = "twice" });
        var collector = new GradientCollector(problem.Task, modules);
        using var padded = new KroneckerCovariances(modules.Layout, ScalarType.Float64, CPU);
        using var alone = new KroneckerCovariances(modules.Layout, ScalarType.Float64, CPU);
        using (var batch = TokenProblem.Batch(0, TokenProblem.Count, morePadding: 2))
        {
            Add(padded, batch);
        }

        for (var i = 0; i < TokenProblem.Count; i++)
        {
            using var single = TokenProblem.Batch(i, 1);
            Add(alone, single);
        }

        foreach (var normalization in Enum.GetValues<CovarianceNormalization>())
        {
            var (expected, actual) = (alone.Means(0, normalization), padded.Means(0, normalization));
            Numbers.Close(expected.Activations.ToDoubles(), actual.Activations.ToDoubles(), 1e-12, 1e-12);
            Numbers.Close(expected.Gradients.ToDoubles(), actual.Gradients.ToDoubles(), 1e-12, 1e-12);
        }

        // The mean of the column of ones is 1 for real positions; each of the 17 tokens was seen by both uses of the layer.
        Assert.Equal(1, padded.Means(0).Activations[-1, -1].item<double>(), 1e-12);
        Assert.Equal(2.0 * 17 / 5, padded.Means(0, CovarianceNormalization.Examples).Activations[-1, -1].item<double>(), 1e-12);

        void Add(KroneckerCovariances sums, ExampleBatch batch)
        {
            using var features = new FeatureBatch(batch.Ids, collector.Collect(batch));
            sums.Add(features);
        }
    }

    [Fact]
    public void ProjectedTable_HasPaddingInNeitherFactor()
    {
        using var scope = NewDisposeScope();
        using var problem = new TokenProblem();
        using var batch = TokenProblem.Batch(0, 2, morePadding: 1);
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection { Include = "wpe", Kinds = "all" });
        var collector = new GradientCollector(problem.Task, modules);
        using var block = collector.Collect(batch)[0];
        using var projected = (KroneckerGradient)block.Project(ones([3, 8], ScalarType.Float64), null);
        Assert.Equal(9, projected.Positions);
        Assert.Equal(9 * 3, projected.OutputGradients.sum().item<double>(), 1e-12);
    }

    [Fact]
    public void GivenRows_FollowTheModelsParameters()
    {
        using var scope = NewDisposeScope();
        using var problem = new TokenProblem(hasHeadBias: true);
        using var batch = TokenProblem.Batch(0, 3);
        var modules = TrackedModules.Select(problem.Model, ModuleSelection.AllParameters);
        var matrix = ReferenceGradients.Draw(2, modules.Layout.Size, 5);
        using var map = new RandomProjectionMap(
            problem.Task,
            new GradientCollector(problem.Task, modules),
            new GivenRows(matrix, modules.Parameters, ScalarType.Float64, CPU),
            blockNumbers: 60
        );
        using var features = map.Map(batch);
        var actual = features.ToRows(map.Layout, ScalarType.Float64, CPU);
        for (var i = 0; i < batch.Count; i++)
        {
            using var single = TokenProblem.Batch(i, 1);
            var margin = problem.Task.Margin(problem.Task.Forward(single), single).sum();
            var gradients = autograd.grad(
                [margin],
                [.. modules.Parameters.Select(parameter => problem.Model.get_parameter(parameter.Name)!)]
            );
            var flat = cat([.. gradients.Select(gradient => gradient.reshape(-1))]);
            Numbers.Close(matrix.t().mv(flat).ToDoubles(), actual[i].ToDoubles(), 1e-11, 1e-11);
        }
    }

    [Fact]
    public void Collector_LeavesNoLiveTensors()
    {
        using var problem = new TokenProblem(hasHeadBias: true);
        using var batch = TokenProblem.All();
        var modules = TrackedModules.Select(problem.Model, ModuleSelection.AllParameters);
        void Once()
        {
            var collector = new GradientCollector(problem.Task, modules);
            foreach (var block in collector.Collect(batch))
            {
                using var scope = NewDisposeScope();
                CheckContractions(block);
                block.Dispose();
            }
        }

        Once();
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        Once();
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    private static void CheckContractions(GradientBlock block)
    {
        var (outputs, inputs) = (block.Shape.Outputs, block.Shape.Inputs);
        var dense = block.Materialize(); // [B, O, I]
        var written = ReferenceGradients.Draw(1, block.Count, inputs, outputs).transpose(1, 2);
        block.WriteTo(written);
        Close(dense, written);
        block.AddTo(written);
        Close(dense * 2, written);
        Close(dense.narrow(1, 1, outputs - 2), block.OutputRows(1, outputs - 2));
        var queries = ReferenceGradients.Draw(2, 3, outputs, inputs);
        Close(einsum("boi,qoi->bq", dense, queries), block.Dot(queries));
        var weights = ReferenceGradients.Draw(3, outputs, inputs).square();
        Close((dense.square() * weights).sum(-1).sum(-1), block.WeightedSquares(weights));
        Close(dense.square().sum(-1).sum(-1), block.WeightedSquares(null));
        Close(dense.square().sum(0L), block.SumOfSquares());
        var (left, right) = (ReferenceGradients.Draw(4, 2, outputs), ReferenceGradients.Draw(5, 3, inputs));
        foreach (var (output, input) in new[] { (left, right), (left, null), (null, right), (default(Tensor), default(Tensor)) })
        {
            using var projected = block.Project(output, input);
            var expected = output is null ? dense : matmul(output, dense);
            Close(input is null ? expected : matmul(expected, input.t()), projected.Materialize());
        }

        if (block.OccupiedOutputs is { } occupied)
        {
            var rest = Enumerable.Range(0, (int)outputs).Select(row => (long)row).Except(occupied).ToArray();
            Assert.All(rest, row => Assert.Equal(0, dense.select(1, row).abs().sum().item<double>()));
        }
    }

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Numbers.Close(expected.ToDoubles(), actual.ToDoubles(), 1e-12, 1e-12);
    }
}
