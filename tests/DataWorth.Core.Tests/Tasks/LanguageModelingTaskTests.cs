using DataWorth.Tasks;
using DataWorth.Tests.Gradients;

namespace DataWorth.Tests.Tasks;

public sealed class LanguageModelingTaskTests
{
    [Fact]
    public void LossMarginAndProbability_EqualPlainLoopsOverRealPositions()
    {
        using var scope = NewDisposeScope();
        using var problem = new TokenProblem();
        using var batch = TokenProblem.Batch(0, TokenProblem.Count, morePadding: 1);
        var outputs = problem.Task.Forward(batch);
        var logits = outputs.ToDoubles();
        var (tokens, mask) = (batch["Tokens"].ToDoubles(), batch["Tokens.Mask"].ToDoubles());
        var (length, classes) = ((int)outputs.shape[1], (int)outputs.shape[2]);
        var (losses, margins, probabilities) = (new double[batch.Count], new double[batch.Count], new double[batch.Count]);
        for (var n = 0; n < batch.Count; n++)
        {
            var count = 0;
            for (var t = 0; t + 1 < length && mask[(n * length) + t + 1] == 1; t++, count++)
            {
                var row = logits[(((n * length) + t) * classes)..(((n * length) + t + 1) * classes)];
                var label = (int)tokens[(n * length) + t + 1];
                var all = Math.Log(row.Sum(Math.Exp));
                losses[n] += all - row[label];
                margins[n] += row[label] - Math.Log(row.Where((_, c) => c != label).Sum(Math.Exp));
                probabilities[n] += Math.Exp(row[label] - all);
            }

            probabilities[n] = count == 0 ? 1 : probabilities[n] / count;
        }

        Numbers.Close(losses, problem.Task.Loss(outputs, batch).ToDoubles(), 1e-12, 1e-12);
        Numbers.Close(margins, problem.Task.Margin(outputs, batch).ToDoubles(), 1e-12, 1e-12);
        Numbers.Close(probabilities, problem.Task.CorrectProbability(outputs, batch).ToDoubles(), 1e-12, 1e-12);
        Assert.Equal(0, losses[3]); // one token predicts nothing
    }

    [Fact]
    public void TokensThatDoNotCount_AddNothing_AndAllThatCountGiveTheWholeLoss()
    {
        using var scope = NewDisposeScope();
        using var problem = new TokenProblem();
        using var batch = TokenProblem.Batch(0, 3, morePadding: 1);
        var task = new LanguageModelingTask(problem.Model, "Tokens", "Counts");
        var outputs = task.Forward(batch);
        var whole = problem.Task.Loss(outputs, batch).ToDoubles();
        var length = batch["Tokens"].shape[1];
        var sum = new double[batch.Count];
        for (var t = 0; t < length; t++)
        {
            // Each token alone: the first is predicted by nothing.
            var counts = zeros([batch.Count, length], ScalarType.Bool);
            counts.narrow(1, t, 1).fill_(true);
            using var asked = With(batch, counts);
            var losses = task.Loss(outputs, asked).ToDoubles();
            Assert.True(t > 0 || losses.All(loss => loss == 0));
            sum = [.. sum.Zip(losses, (left, right) => left + right)];
        }

        Numbers.Close(whole, sum, 1e-12, 1e-12);
        using var all = With(batch, ones([batch.Count, length], ScalarType.Bool));
        Numbers.Close(whole, task.Loss(outputs, all).ToDoubles(), 1e-12, 1e-12);
        Assert.NotEqual(problem.Task.Describe(), task.Describe());
        using var wrong = With(batch, ones([batch.Count, 2], ScalarType.Bool));
        Assert.Equal(
            "Column 'Counts' should have shape [3, 7], got [3, 2].",
            Assert.Throws<ArgumentException>(() => task.Loss(outputs, wrong)).Message
        );

        static ExampleBatch With(ExampleBatch batch, Tensor counts) =>
            new(batch.Ids, batch.Columns.Append(new("Counts", counts)).ToDictionary(entry => entry.Key, entry => entry.Value.alias()));
    }

    [Fact]
    public void SampledLoss_DependsOnSeedAndExampleOnly()
    {
        using var scope = NewDisposeScope();
        using var problem = new TokenProblem();
        double[] Sampled(ExampleBatch batch, long seed) => problem.Task.SampledLoss(problem.Task.Forward(batch), batch, seed).ToDoubles();
        using var all = TokenProblem.Batch(0, 3, morePadding: 2);
        var together = Sampled(all, 4);
        for (var i = 0; i < 3; i++)
        {
            using var single = TokenProblem.Batch(i, 1);
            Assert.Equal(together[i], Sampled(single, 4)[0], 1e-12);
        }

        Assert.NotEqual(together, Sampled(all, 5));
        Assert.NotEqual(together, problem.Task.Loss(problem.Task.Forward(all), all).ToDoubles());
    }

    [Fact]
    public void SampledTokens_FollowTheModelsDistribution()
    {
        using var scope = NewDisposeScope();
        using var model = new Constant();
        var task = new LanguageModelingTask(model);
        const int Count = 4000;
        using var batch = new ExampleBatch(
            [.. Enumerable.Range(0, Count).Select(i => $"text-{i}")],
            new Dictionary<string, Tensor> { ["Tokens"] = zeros([Count, 2], ScalarType.Int64) }
        );
        var losses = task.SampledLoss(task.Forward(batch), batch, 0).ToDoubles();
        foreach (var probability in Constant.Probabilities)
        {
            // Standard error at most 0.5 / sqrt(4000) = 0.008: four of them.
            var share = losses.Count(loss => Math.Abs(loss + Math.Log(probability)) < 1e-6) / (double)Count;
            Assert.Equal(probability, share, 0.032);
        }
    }

    [Fact]
    public void OutputsOfAnotherShape_AreRefused()
    {
        using var scope = NewDisposeScope();
        using var problem = new TokenProblem();
        using var batch = TokenProblem.Batch(0, 2);
        var error = Assert.Throws<ArgumentException>(() => problem.Task.Loss(zeros([2, 4, 9]), batch));
        Assert.Equal("Column '(model output)' should have shape [2, 6, vocabulary], got [2, 4, 9].", error.Message);
    }

    private sealed class Constant : nn.Module<Tensor, Tensor>
    {
        public Constant()
            : base(nameof(Constant)) => RegisterComponents();

        public static double[] Probabilities { get; } = [0.5, 0.3, 0.15, 0.05];

        public override Tensor forward(Tensor input) =>
            tensor(Probabilities).log().expand([input.shape[0], input.shape[1], Probabilities.Length]).clone();
    }
}
