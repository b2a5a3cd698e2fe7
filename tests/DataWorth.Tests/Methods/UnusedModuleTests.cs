using DataWorth.Methods;
using DataWorth.Tasks;

namespace DataWorth.Tests.Methods;

/// <summary>Modules that the loss does not depend on (a second head, a backbone under no_grad) neither stop a method nor change its
/// scores.</summary>
public sealed class UnusedModuleTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void SecondHead_ChangesNoScore(string name)
    {
        using var problem = new AttributionProblem();
        using var plain = SmallFits.Fit(problem, name);
        var expected = SmallFits.Scores(plain, problem);
        using var spare = nn.Linear(4, 3, dtype: ScalarType.Float64);
        using var model = new TwoHeads(problem.Classifier.Model, spare);
        using var fit = Create(problem, name, new ClassificationTask(model)).Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        var scores = SmallFits.Scores(asked, problem);
        Assert.All(scores, score => Assert.True(double.IsFinite(score)));
        // Others draw projections by module name, have one damping for all modules, or compare the last module's input.
        if (name is "gradient-dot" or "ekfac" or "kfac" or "diagonal")
        {
            Assert.True(Numbers.RelativeToMaximum(expected, scores) < 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackboneWithoutGradients_GivesFiniteScores(string name)
    {
        using var problem = new AttributionProblem();
        using var head = nn.Linear(4, 4, dtype: ScalarType.Float64);
        using var model = new FrozenBackbone(problem.Classifier.Model, head);
        using var fit = Create(problem, name, new ClassificationTask(model)).Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        var scores = SmallFits.Scores(asked, problem);
        Assert.All(scores, score => Assert.True(double.IsFinite(score)));
        Assert.Contains(scores, score => score != 0);
    }

    private static AttributionEstimator Create(AttributionProblem problem, string name, AttributionTask task) =>
        MethodTable.Get(name).Create(problem.MLContext, task, SmallFits.Options(problem, name));

    private sealed class TwoHeads : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _model;
        private readonly nn.Module<Tensor, Tensor> _spare;

        public TwoHeads(nn.Module<Tensor, Tensor> model, nn.Module<Tensor, Tensor> spare)
            : base("two heads")
        {
            (_model, _spare) = (model, spare);
            register_module("model", model);
            register_module("spare", spare);
        }

        public override Tensor forward(Tensor input)
        {
            var logits = _model.call(input);
            _ = _spare.call(logits);
            return logits;
        }
    }

    private sealed class FrozenBackbone : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _backbone;
        private readonly nn.Module<Tensor, Tensor> _head;

        public FrozenBackbone(nn.Module<Tensor, Tensor> backbone, nn.Module<Tensor, Tensor> head)
            : base("frozen")
        {
            (_backbone, _head) = (backbone, head);
            register_module("backbone", backbone);
            register_module("head", head);
        }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden;
            using (no_grad())
            {
                hidden = _backbone.call(input);
            }

            return _head.call(hidden);
        }
    }
}
