using DataWorth.Core.Tests.Curvature;
using DataWorth.Curvature;
using DataWorth.Gradients;
using DataWorth.Tasks;
using TorchSharp.Modules;

namespace DataWorth.Tests.Gradients;

/// <summary>What the model does not use has a gradient of zero, what cannot be differentiated is refused with a sentence, and no model ends
/// the process.</summary>
public sealed class DerivativesTests
{
    private const int Count = 4;

    public static TheoryData<string> Parts => ["second head", "backbone without gradient", "backbone detached"];

    [Theory]
    [MemberData(nameof(Parts))]
    public void AModuleThatTheLossDoesNotDependOn_HasAGradientOfZero_AndTheRestIsAsWithoutIt(string part)
    {
        using var scope = NewDisposeScope();
        using var model = new Parted(part);
        var task = new ClassificationTask(model);
        using var batch = Batch();
        var modules = TrackedModules.Select(model, ModuleSelection.AllParameters);
        var rows = tensor(ReferenceGradients.Collected(task, modules, batch)).reshape(Count, -1);
        string[] unused = part == "second head" ? ["other"] : ["other", "backbone"];
        for (var i = 0; i < modules.Layout.Blocks.Count; i++)
        {
            var largest = modules.Layout.Slice(rows, i).abs().max().item<double>();
            Assert.True(
                unused.Contains(modules.Layout.Blocks[i].Name) ? largest == 0 : largest > 0.01,
                $"{modules.Layout.Blocks[i].Name}: {largest:g3}"
            );
        }

        // Against autograd, one example at a time, over the parameters that the loss reaches.
        var used = new ModuleSelection
        {
            Exclude = string.Join(',', unused),
            TrackBias = true,
            Kinds = "all",
        };
        ReferenceGradients.Check(task, used, batch, i => Batch(i, 1));
    }

    [Theory]
    [InlineData(
        "loss without gradient",
        "The loss has no gradient: it does not depend on the model's weights. Look for no_grad(), detach() or a conversion to numbers in "
            + "the task or the model."
    )]
    [InlineData(
        "only untracked",
        "The loss does not depend on any tracked module (backbone, other): the scores would all be 0. Track modules that it depends on, "
            + "or look for no_grad() or detach() behind these."
    )]
    public void ALossWithoutATrackedGradient_IsRefused(string part, string expected)
    {
        using var scope = NewDisposeScope();
        using var model = new Parted(part);
        using var batch = Batch();
        var collector = new GradientCollector(
            new ClassificationTask(model),
            TrackedModules.Select(model, new ModuleSelection { Exclude = part == "only untracked" ? "head" : "" })
        );
        Assert.Equal(expected, Assert.Throws<InvalidOperationException>(() => collector.Collect(batch)).Message);
    }

    [Fact]
    public void AnOperationInPlaceOnWhatTheBackwardPassNeeds_IsASentence()
    {
        using var scope = NewDisposeScope();
        using var model = new Parted("in place");
        using var batch = Batch();
        var collector = new GradientCollector(
            new ClassificationTask(model),
            TrackedModules.Select(model, new ModuleSelection { Include = "head" })
        );
        var withBackbone = new GradientCollector(
            new ClassificationTask(model),
            TrackedModules.Select(model, new ModuleSelection { Include = "backbone,head" })
        );
        collector.Collect(batch);
        var error = Assert.Throws<InvalidOperationException>(() => withBackbone.Collect(batch));
        Assert.StartsWith(
            "libtorch cannot differentiate this model: one of the variables needed for gradient computation has been modified by an "
                + "inplace operation",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void TheExactHessian_OfAnOperationWithoutSecondDerivative_IsASentence()
    {
        using var scope = NewDisposeScope();
        using var model = new Parted("fused attention");
        var modules = TrackedModules.Select(model, new ModuleSelection());
        var hessian = new LossHessian(new ClassificationTask(model), modules, new ParameterOrder(model, modules));
        var error = Assert.Throws<InvalidOperationException>(() =>
            Passes.Multiply(hessian, ones(modules.Layout.Size, ScalarType.Float64), [Batch()])
        );
        Assert.Contains("is not implemented", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void TheExactHessian_HasZerosForAnUnusedModule_AndLeavesTheUsersGradientsAlone()
    {
        using var scope = NewDisposeScope();
        using var model = new Parted("second head");
        foreach (var parameter in model.parameters())
        {
            parameter.grad = full_like(parameter, 3).detach();
        }

        var modules = TrackedModules.Select(model, ModuleSelection.AllParameters);
        var hessian = new LossHessian(new ClassificationTask(model), modules, new ParameterOrder(model, modules));
        var product = Passes.Multiply(hessian, ones(modules.Layout.Size, ScalarType.Float64), [Batch()]);
        for (var i = 0; i < modules.Layout.Blocks.Count; i++)
        {
            Assert.Equal(
                modules.Layout.Blocks[i].Name == "other",
                modules.Layout.Slice(product.unsqueeze(0), i).abs().max().item<double>() == 0
            );
        }

        var collector = new GradientCollector(new ClassificationTask(model), modules);
        using var batch = Batch();
        collector.Collect(batch);
        Assert.All(model.parameters(), parameter => Assert.All(parameter.grad!.ToDoubles(), value => Assert.Equal(3, value)));
    }

    [Fact]
    public void ParametersThatShareValuesButNotAVariable_AreRefusedByTheExactHessian()
    {
        using var scope = NewDisposeScope();
        var first = nn.Linear(3, 3, hasBias: false);
        var second = nn.Linear(3, 3, hasBias: false);
        second.weight = nn.Parameter(first.weight.detach());
        using var model = nn.Sequential(("first", first), ("second", second));
        var modules = TrackedModules.Select(model, new ModuleSelection());
        Assert.Single(modules.Layout.Blocks);
        var error = Assert.Throws<ArgumentException>(() => new ParameterOrder(model, modules));
        Assert.StartsWith(
            "Parameters 'first.weight' and 'second.weight' share their values but are two variables for automatic differentiation",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Gradients_EqualThoseOfAutograd_AndLeaveNoTensors()
    {
        using var scope = NewDisposeScope();
        var input = randn([3, 2], ScalarType.Float64, requires_grad: true);
        var inner = input.exp();
        var output = (inner * inner).sum();
        var expected = autograd.grad([output], [input, inner], retain_graph: true);
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        var gradients = Derivatives.Of(output, [input, inner, inner]);
        Assert.Equal(3, statistics.ThreadTotalLiveCount);
        Numbers.Close(expected[0].ToDoubles(), gradients[0]!.ToDoubles(), 1e-15, 0);
        Assert.All(gradients.Skip(1), gradient => Numbers.Close(expected[1].ToDoubles(), gradient!.ToDoubles(), 1e-15, 0));
        Assert.Null(input.grad);
    }

    private static ExampleBatch Batch(int first = 0, int count = Count) =>
        new(
            [.. Enumerable.Range(first, count).Select(i => $"row-{i}")],
            new Dictionary<string, Tensor>
            {
                ["Features"] = ReferenceGradients.Draw(9, Count, 8).narrow(0, first, count).clone(),
                ["Label"] = tensor(new long[] { 0, 2, 1, 2 }).narrow(0, first, count).clone(),
            }
        );

    /// <summary>A backbone, a head and another head, joined in the way that is named.</summary>
    private sealed class Parted : nn.Module<Tensor, Tensor>
    {
        private readonly string _part;

        [TorchSharp.Utils.ComponentName(Name = "backbone")]
        private readonly Linear _backbone = nn.Linear(8, 8, dtype: ScalarType.Float64);

        [TorchSharp.Utils.ComponentName(Name = "head")]
        private readonly Linear _head = nn.Linear(8, 3, dtype: ScalarType.Float64);

        [TorchSharp.Utils.ComponentName(Name = "other")]
        private readonly Linear _other = nn.Linear(8, 2, dtype: ScalarType.Float64);

        public Parted(string part)
            : base(nameof(Parted))
        {
            _part = part;
            RegisterComponents();
            ReferenceGradients.Fill(this);
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return Output(input).MoveToOuterDisposeScope();
        }

        private Tensor Output(Tensor input)
        {
            Tensor hidden;
            using (_part == "backbone without gradient" ? no_grad() : enable_grad())
            {
                hidden = _backbone.call(input).exp();
            }

            using var ignored = _other.call(hidden);
            switch (_part)
            {
                case "backbone detached" or "only untracked":
                    return _head.call(hidden.detach());
                case "loss without gradient":
                    return _head.call(hidden).detach();
                case "in place":
                    var square = hidden * hidden;
                    hidden.add_(1);
                    return _head.call(square);
                case "fused attention":
                    var heads = hidden.view(-1, 1, 2, 4); // [B, 1, 2, 4]
                    return _head.call(nn.functional.scaled_dot_product_attention(heads, heads, heads).reshape(-1, 8));
                default:
                    return _head.call(hidden);
            }
        }
    }
}
