using DataWorth.Methods;
using DataWorth.Tasks;

namespace DataWorth.Tests.Laws;

public sealed class ModuleOrderTests
{
    [Theory]
    [InlineData("logra")]
    [InlineData("lorif")]
    [InlineData("trak")]
    [InlineData("ekfac")]
    [InlineData("exact-influence")]
    public void OrderOfRegistration_ChangesRoundingOnly(string name)
    {
        using var problem = new AttributionProblem();
        using var forward = new Registered(problem, ["fc1", "fc2", "fc3"]);
        using var backward = new Registered(problem, ["fc3", "fc1", "fc2"]);
        Assert.Equal("fc3.weight", backward.named_parameters().First().name);
        Assert.True(Numbers.RelativeToMaximum(Scores(problem, name, forward), Scores(problem, name, backward)) < 1e-6);
    }

    private static double[] Scores(AttributionProblem problem, string name, Registered model)
    {
        var method = MethodTable.Get(name);
        using var store = new Artifacts.MemoryArtifactStore();
        var options = SmallFits.Options(problem, name) with { Store = store };
        using var fitted = method
            .Create(problem.MLContext, new ClassificationTask(model), options)
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        return [.. AttributionProblem.Scores(fitted, problem.TrainView).SelectMany(row => row)];
    }

    /// <summary>The problem's classifier with its layers registered in another order.</summary>
    private sealed class Registered : nn.Module<Tensor, Tensor>
    {
        private readonly Dictionary<string, nn.Module<Tensor, Tensor>> _layers;

        public Registered(AttributionProblem problem, string[] order)
            : base("registered")
        {
            _layers = problem
                .Classifier.Model.named_children()
                .Where(child => child.name.StartsWith("fc", StringComparison.Ordinal))
                .ToDictionary(child => child.name, child => (nn.Module<Tensor, Tensor>)child.module);
            foreach (var name in order)
            {
                register_module(name, _layers[name]);
            }

            eval();
        }

        public override Tensor forward(Tensor input) => _layers["fc3"].call(_layers["fc2"].call(_layers["fc1"].call(input).relu()).relu());
    }
}
