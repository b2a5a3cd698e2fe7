using DataWorth.Tasks;
using DataWorth.Text;
using TorchSharp.Modules;

namespace DataWorth.Core.Tests.Text;

/// <summary>The structure of a model holds what its own code computes, and everything that this code reads but weights.</summary>
public sealed class ModelStructureTests
{
    private static double s_scale;

    private static double Scale { get; set; }

    /// <summary>Models of one class that compute something else for 1 and for 3.</summary>
    public static TheoryData<string> Held => [.. s_held.Keys];

    private static readonly Dictionary<string, Func<double, nn.Module>> s_held = new()
    {
        ["number"] = w => new Own<double>(w, (x, value) => x * value),
        ["object in an object"] = w => new Own<Holder>(new() { Next = new() { Weight = w } }, (x, value) => x * value.Next!.Weight),
        ["object behind an interface"] = w => new Own<IGate>(w > 2 ? new Shut() : new Open(), (x, value) => value.Pass(x)),
        ["modules in a list"] = w => new Own<List<Linear>>([Filled(w)], (x, value) => value[0].call(x)),
        ["settings of modules in a list"] = w => new Own<List<LeakyReLU>>([nn.LeakyReLU(w)], (x, value) => value[0].call(x)),
        ["kinds of modules in a list"] = w => new Own<List<nn.Module<Tensor, Tensor>>>([w > 2 ? nn.Tanh() : nn.ReLU()], (x, value) =>
            value[0].call(x)
        ),
        ["function of a module"] = w => new Own<Func<Tensor, Tensor>>(nn.LeakyReLU(w).call, (x, value) => value(x)),
        ["value that is made when asked for"] = w => new Own<Lazy<Holder>>(new(() => new() { Weight = w }), (x, value) =>
            x * value.Value.Weight
        ),
        ["object that the code makes"] = w => w > 2 ? new Makes(() => new Shut()) : new Makes(() => new Open()),
        ["static field"] = w =>
        {
            s_scale = w;
            return new Own<int>(0, (x, _) => x * s_scale);
        },
        ["static property"] = w =>
        {
            Scale = w;
            return new Own<int>(0, (x, _) => x * Scale);
        },
        ["list that the code never changes"] = w => new Own<List<double>>([w], (x, value) => x * value[0]),
    };

    [Theory]
    [MemberData(nameof(Held))]
    public void OtherValues_AreAnotherStructure(string kind)
    {
        using var scope = NewDisposeScope();
        var one = ModelStructure.Of(s_held[kind](1), isSettings: true);
        Assert.NotEqual(one, ModelStructure.Of(s_held[kind](3), isSettings: true));
        Assert.Equal(one, ModelStructure.Of(s_held[kind](1), isSettings: true));
    }

    [Fact]
    public void OtherCode_IsAnotherStructure()
    {
        using var twice = new Twice();
        using var thrice = new Thrice();
        Assert.NotEqual(
            ModelStructure.Of(twice, isSettings: true),
            ModelStructure.Of(thrice, isSettings: true).Replace(nameof(Thrice), nameof(Twice), StringComparison.Ordinal)
        );
        using var one = new Inherits<Twice>();
        using var two = new Inherits<Thrice>();
        Assert.NotEqual(
            ModelStructure.Of(one, isSettings: true),
            ModelStructure.Of(two, isSettings: true).Replace(nameof(Thrice), nameof(Twice), StringComparison.Ordinal)
        );
    }

    /// <summary>Weights have a key of their own, and caches come and go as the model runs.</summary>
    [Fact]
    public void WeightsAndWhatAModelKeeps_AreNoStructure()
    {
        using var scope = NewDisposeScope();
        using var model = new Keeps();
        var before = ModelStructure.Of(model, isSettings: true);
        model.call(ones(2, 3)).sum().backward();
        model.to(ScalarType.Float64);
        model.call(ones([2, 3], ScalarType.Float64));
        using (no_grad())
        {
            model.parameters().First().mul_(2);
        }

        model.train();
        Assert.Equal(2, model.Calls);
        Assert.Equal(before, ModelStructure.Of(model, isSettings: true));
    }

    /// <summary>What the code changes counts where it begins: it is part of a key, and may change as the model runs.</summary>
    [Fact]
    public void WhatTheCodeChanges_IsPartOfAKey_AndNoSetting()
    {
        using var scope = NewDisposeScope();
        using var one = new Anneals { Temperature = 1 };
        using var two = new Anneals { Temperature = 2 };
        Assert.NotEqual(ModelStructure.Of(one, isSettings: false), ModelStructure.Of(two, isSettings: false));
        var before = ModelStructure.Of(one, isSettings: true);
        Assert.Equal(before, ModelStructure.Of(two, isSettings: true));
        for (var i = 0; i < 3; i++)
        {
            one.call(ones(2));
        }

        Assert.Equal(before, ModelStructure.Of(one, isSettings: true));
    }

    [Fact]
    public void FunctionsThatCannotBeRead_AreNamedWithTheirModule()
    {
        System.Linq.Expressions.Expression<Func<double, double>> twice = value => value * 2;
        using var model = nn.Sequential(("gate", new Own<Func<double, double>>(twice.Compile(), (x, value) => x * value(1))));
        var error = Assert.Throws<ArgumentException>(() => ModelStructure.Of(model, isSettings: true));
        Assert.StartsWith("Module 'gate': The function '", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TasksOfOnesOwn_AreTheirCodeAndFields()
    {
        using var model = nn.Linear(2, 2);
        Assert.NotEqual(new Weighted(model, 1).DescribeCode(isSettings: true), new Weighted(model, 3).DescribeCode(isSettings: true));
        Assert.Equal(new Weighted(model, 1).DescribeCode(isSettings: true), new Weighted(model, 1).DescribeCode(isSettings: true));
        Assert.Equal("", new ClassificationTask(model).DescribeCode(isSettings: true));
    }

    private static Linear Filled(double weight)
    {
        var module = nn.Linear(2, 2);
        nn.init.constant_(module.weight!, weight);
        nn.init.constant_(module.bias!, 0);
        return module;
    }

    private sealed class Own<T>(T held, Func<Tensor, T, Tensor> run) : nn.Module<Tensor, Tensor>("own")
    {
        private readonly T _held = held;
        private readonly Func<Tensor, T, Tensor> _run = run;

        public override Tensor forward(Tensor input) => _run(input, _held);
    }

    private sealed class Makes(Func<IGate> make) : nn.Module<Tensor, Tensor>("makes")
    {
        public override Tensor forward(Tensor input) => make().Pass(input);
    }

    private class Twice : nn.Module<Tensor, Tensor>
    {
        public Twice()
            : base("own") { }

        public override Tensor forward(Tensor input) => Act(input);

        protected virtual Tensor Act(Tensor input) => input * 2;
    }

    private class Thrice : Twice
    {
        protected override Tensor Act(Tensor input) => input * 3;
    }

    private sealed class Inherits<T> : nn.Module<Tensor, Tensor>
        where T : nn.Module<Tensor, Tensor>, new()
    {
        private readonly List<T> _inner = [new()];

        public Inherits()
            : base("own") { }

        public override Tensor forward(Tensor input) => _inner[0].call(input);
    }

    private sealed class Keeps : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _linear = nn.Linear(3, 3);
        private readonly Dictionary<long, Tensor> _masks = [];
        private Tensor? _last;

        public int Calls { get; private set; }

        public Keeps()
            : base("keeps") => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Calls++;
            _last ??= arange(3, input.dtype);
            _masks.TryAdd(input.shape[0], ones(input.shape[0], input.dtype));
            using var weights = _linear.weight! * 1;
            return (_linear.call(input) + weights.sum() + _last.to_type(input.dtype))
                * _masks[input.shape[0]].to_type(input.dtype).unsqueeze(1);
        }
    }

    private sealed class Anneals() : nn.Module<Tensor, Tensor>("anneals")
    {
        private readonly List<float[]> _seen = [];
        private readonly Queue<long> _sizes = [];
        private readonly HashSet<long> _lengths = [];
        private readonly Dictionary<string, float> _notes = new() { ["a"] = 1 };
        private readonly double[] _sums = new double[2];
        private readonly (Tensor, Tensor)[] _last = new (Tensor, Tensor)[2];

        public double Temperature { get; set; }

        public override Tensor forward(Tensor input)
        {
            _seen.Add(input.data<float>().ToArray());
            _sizes.Enqueue(input.shape[0]);
            _lengths.Add(input.shape[0]);
            _notes["b"] = _notes["a"] + _seen.Count;
            _sums[1] = _sums[0] + 1;
            _last[0] = (input.detach(), input);
            Temperature *= 0.99;
            return input * Temperature;
        }
    }

    private interface IGate
    {
        Tensor Pass(Tensor input);
    }

    private sealed class Open : IGate
    {
        public Tensor Pass(Tensor input) => input;
    }

    private sealed class Shut : IGate
    {
        public Tensor Pass(Tensor input) => input * 0;
    }

    private sealed class Holder
    {
        public double Weight { get; init; }

        public Holder? Next { get; init; }
    }

    private sealed class Weighted(nn.Module<Tensor, Tensor> model, double weight) : AttributionTask
    {
        public override nn.Module Model => model;

        public override IReadOnlyList<BatchColumn> Columns => [BatchColumn.Numbers("Features")];

        public override Tensor Forward(ExampleBatch batch) => model.call(batch["Features"]);

        public override Tensor Loss(Tensor outputs, ExampleBatch batch) => outputs.sum(1) * weight;

        public override string Describe() => "weighted";
    }
}
