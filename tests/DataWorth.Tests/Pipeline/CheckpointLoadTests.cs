using DataWorth.Artifacts;
using DataWorth.Stages;
using DataWorth.Tests.Laws;

namespace DataWorth.Tests.Pipeline;

/// <summary>Fits over checkpoints: each is a model of its own, and a loaded fit has those, with the shares, that it was made with.</summary>
public sealed class CheckpointLoadTests
{
    [Fact]
    public void OtherSharesAtALoad_AreRefused_WithBoth()
    {
        using var problem = new AttributionProblem();
        using var checkpoints = new ScaledCheckpoints(problem);
        ModelCheckpoint[] Members(double first, double second) =>
            [checkpoints.At(1, first, "first"), checkpoints.At(0.9, second, "second")];
        using var fit = Fit(problem, Members(0.3, 0.7));
        using var asked = fit.WithQueries(problem.QueryView);
        using var loaded = Load(problem, Members(0.3, 0.7));
        using var askedToo = loaded.WithQueries(problem.QueryView);
        Assert.Equal(SmallFits.Scores(asked, problem), SmallFits.Scores(askedToo, problem));

        Assert.StartsWith(
            "Fit 'mine' was made with shares of its checkpoints 0.3, 0.7, found 0.5, 0.5.",
            Refused(problem, Members(0.5, 0.5)),
            StringComparison.Ordinal
        );
        Assert.StartsWith("Fit 'mine' was made with checkpoints 2, found none.", Refused(problem), StringComparison.Ordinal);
    }

    [Fact]
    public void ShareOfOneCheckpoint_IsPartOfItsFit()
    {
        using var problem = new AttributionProblem();
        using var checkpoints = new ScaledCheckpoints(problem);
        Fit(problem, checkpoints.At(1, 2, "only")).Dispose();
        Assert.StartsWith("Fit 'mine' was made with shares of its checkpoints 2, found none.", Refused(problem), StringComparison.Ordinal);
        // The model as it is counts once.
        Fit(problem, checkpoints.At(1, 1, "only")).Dispose();
        Load(problem).Dispose();
    }

    [Fact]
    public void FitOfAnEarlierVersion_WhichKeptNoShares_IsLoadedWithAny()
    {
        using var problem = new AttributionProblem();
        using var checkpoints = new ScaledCheckpoints(problem);
        using var fit = Fit(problem, checkpoints.At(1, 0.3, "first"), checkpoints.At(0.9, 0.7, "second"));
        var key = fit.Summary.Key!;
        var options = ArtifactCatalog.ReadManifest(problem.Store, key).Options.ToDictionary();
        Assert.True(options.Remove("shares"));
        var tensors = TensorArtifacts.TryRead(problem.Store, key, CPU)!;
        ArtifactCatalog.Remove(problem.Store, key);
        TensorArtifacts.Write(problem.Store, new(key.Kind, new('0', 32)), options, tensors, default, key.Kind);
        Load(problem, checkpoints.At(1, 0.5, "first"), checkpoints.At(0.9, 0.5, "second")).Dispose();
    }

    [Fact]
    public void FitWithoutCheckpoints_KeepsNoShares()
    {
        using var problem = new AttributionProblem();
        using var fit = Fit(problem);
        Assert.DoesNotContain("shares", ArtifactCatalog.ReadManifest(problem.Store, fit.Summary.Key!).Options.Keys);
    }

    [Fact]
    public void CheckpointWhoseLoadDoesNothing_IsRefused_WithTheOneThatItWouldCountTwice()
    {
        using var problem = new AttributionProblem();
        using var checkpoints = new ScaledCheckpoints(problem);
        ModelCheckpoint[] members = [checkpoints.At(0.9, 0.25, "first"), checkpoints.At(1, 1, "second"), new("third", _ => { }, 0.5)];
        const string Expected =
            "Checkpoints 'second' and 'third' have the same weights, which would count twice: the Load of 'third' may do nothing. Let it put the "
            + "weights of 'third' into the model, or give one of the two with the sum of their shares, 1.5.";
        Assert.Equal(Expected, Assert.Throws<ArgumentException>(() => Fit(problem, members)).Message);
        var parts = SmallFits.Estimator(problem, "logra", options => options with { Checkpoints = members }).Begin(problem.TrainView);
        Assert.Equal(Expected, Assert.Throws<ArgumentException>(() => parts.ToList()).Message);

        Fit(problem, members[..2]).Dispose();
        var nothing = members[1] with { Name = "other", Load = _ => { } };
        Assert.StartsWith(
            "Checkpoints 'first' and 'other' have the same weights",
            Assert.Throws<ArgumentException>(() => Load(problem, members[0], nothing)).Message,
            StringComparison.Ordinal
        );
    }

    private static AttributionTransformer Fit(AttributionProblem problem, params ModelCheckpoint[] checkpoints) =>
        SmallFits.Estimator(problem, "logra", options => options with { Name = "mine", Checkpoints = checkpoints }).Fit(problem.TrainView);

    private static AttributionTransformer Load(AttributionProblem problem, params ModelCheckpoint[] checkpoints) =>
        problem.MLContext.Attribution.Load(problem.Store, "mine", problem.Classifier.Task, change: options =>
            options with
            {
                Checkpoints = checkpoints,
            }
        );

    private static string Refused(AttributionProblem problem, params ModelCheckpoint[] checkpoints) =>
        Assert.Throws<FitMismatchException>(() => Load(problem, checkpoints)).Message;
}
