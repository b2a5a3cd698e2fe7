namespace DataWorth.Tests.Pipeline;

/// <summary>Training examples whose labels are most likely wrong.</summary>
public sealed class SuspectTests
{
    [Theory]
    [InlineData("logra")]
    [InlineData("ekfac")]
    public void Suspects_AreTheLargestSelfInfluences_WithWhatTheModelSays(string method)
    {
        using var problem = new AttributionProblem();
        // Twins of one row, one with another label, and one that is only half as near.
        problem.Train[7] = Copy(problem.Train[3], "twin", 1);
        problem.Train[7].Label = (problem.Train[3].Label + 1) % 4;
        problem.Train[9] = Copy(problem.Train[3], "scaled", 0.9f);
        using var fit = SmallFits.Estimator(problem, method).Fit(problem.TrainView);
        var self = problem
            .MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fit.SelfInfluence(), false)
            .OrderByDescending(row => row.SelfInfluence)
            .ToList();
        var suspects = fit.Suspects(problem.TrainView, 60);
        Assert.Equal(self.Select(row => (row.Id, row.SelfInfluence)), suspects.Select(suspect => (suspect.Id, suspect.SelfInfluence)));
        Assert.Equal(suspects.Take(5).Select(Text), fit.Suspects(problem.TrainView, 5).Select(Text));
        foreach (var suspect in suspects)
        {
            var row = problem.Train.Single(example => example.Id == suspect.Id);
            var logits = Logits(problem, row);
            var others = logits.Where((_, label) => label != row.Label).ToArray();
            Assert.Equal(row.Label, suspect.Label);
            Assert.Equal(logits[row.Label] - Math.Log(others.Sum(Math.Exp)), suspect.Margin, 1e-9);
            Assert.Equal(others.Max(), logits[suspect.SuggestedLabel]);
        }

        Assert.Equal(["twin"], suspects.Single(suspect => suspect.Id == "train-3").Duplicates);
        Assert.Contains("train-3", suspects.Single(suspect => suspect.Id == "twin").Duplicates);
    }

    [Fact]
    public void ExamplesOfOneDirection_AreNoDuplicates_AndEqualSelfInfluencesAreTies()
    {
        using var problem = new AttributionProblem();
        // Three copies with one label, one far along the line from the mean through it, and one within a tenth of the typical distance.
        double[] mean = [.. Enumerable.Range(0, 7).Select(i => problem.Train.Average(row => row.Features[i]))];
        problem.Train[7] = Copy(problem.Train[3], "copy", 1);
        problem.Train[8] = Copy(problem.Train[3], "other copy", 1);
        problem.Train[9] = Copy(problem.Train[3], "same direction", 1);
        problem.Train[9].Features = [.. problem.Train[3].Features.Select((x, i) => (float)(x + (2 * (x - mean[i]))))];
        problem.Train[10] = Copy(problem.Train[3], "near", 1);
        problem.Train[10].Features[0] += 0.01f;
        problem.Train[9].Label = problem.Train[10].Label = (problem.Train[3].Label + 1) % 4;
        using var fit = SmallFits.Estimator(problem, "ekfac").Fit(problem.TrainView);
        var suspects = fit.Suspects(problem.TrainView, 60).ToDictionary(suspect => suspect.Id);
        Assert.Equal(["near"], suspects["train-3"].Duplicates);
        Assert.Equal(2, suspects["train-3"].Ties);
        Assert.Equal(2, suspects["other copy"].Ties);
        Assert.Equal(0, suspects["same direction"].Ties);
    }

    [Fact]
    public void OtherViews_AndOtherTasks_AreRefused()
    {
        using var problem = new AttributionProblem();
        using var fit = SmallFits.Estimator(problem, "logra").Fit(problem.TrainView);
        var missing = Assert.Throws<FitMismatchException>(() => fit.Suspects(problem.QueryView, 3));
        Assert.Contains("60 rows then, 5 now; the first that differs is row 1, 'train-0'", missing.Message, StringComparison.Ordinal);
        problem.Train[4].Label = (problem.Train[4].Label + 1) % 4;
        var changed = Assert.Throws<FitMismatchException>(() => fit.Suspects(problem.TrainView, 3));
        Assert.Contains("row 5, 'train-4'", changed.Message, StringComparison.Ordinal);
        problem.Train[4].Label = (problem.Train[4].Label + 3) % 4;
        Assert.Throws<ArgumentOutOfRangeException>(() => fit.Suspects(problem.TrainView, 0));
        Assert.Equal(60, fit.Suspects(problem.TrainView, 1000).Count);
    }

    private static ExampleRow Copy(ExampleRow row, string id, float scale) =>
        new()
        {
            Id = id,
            Features = [.. row.Features.Select(value => value * scale)],
            Label = row.Label,
        };

    private static string Text(Suspect suspect) => $"{suspect with { Duplicates = [] }} {string.Join(", ", suspect.Duplicates)}";

    private static double[] Logits(AttributionProblem problem, ExampleRow row)
    {
        using var scope = NewDisposeScope();
        return problem.Classifier.Model.call(tensor(row.Features, [1, 7], dtype: ScalarType.Float64)).ToDoubles();
    }
}
