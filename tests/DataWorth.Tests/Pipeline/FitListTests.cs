using DataWorth.Artifacts;

namespace DataWorth.Tests.Pipeline;

/// <summary>A store tells which fits it has, and what was kept with them.</summary>
public sealed class FitListTests
{
    [Fact]
    public void Fits_AreListed_NewestFirst_WithTheirNotes()
    {
        using var problem = new AttributionProblem();
        SmallFits.Estimator(problem, "logra", options => options with { Name = "one" }).Fit(problem.TrainView).Dispose();
        SmallFits
            .Estimator(problem, "ekfac", options => options with { Name = "two", Notes = new Dictionary<string, string>
                    {
                        ["where"] = "here, \"there\"\n",
                    } })
            .Fit(problem.TrainView)
            .Dispose();
        var fits = problem.MLContext.Attribution.Fits(problem.Store);
        Assert.Equal(["two", "one"], fits.Select(fit => fit.Name));
        Assert.Equal(["ekfac", "logra"], fits.Select(fit => fit.Method));
        Assert.All(fits, fit => Assert.Equal(problem.Train.Count, fit.Examples));
        Assert.Equal("here, \"there\"\n", fits[0].Notes["where"]);
        Assert.Empty(fits[1].Notes);
        Assert.Equal(fits[1].Key, problem.MLContext.Attribution.Find(problem.Store, "one").Key);
        using var loaded = problem.MLContext.Attribution.Load(problem.Store, "two", problem.Classifier.Task);
        Assert.Equal(fits[0].Notes, loaded.Options.Notes);
    }

    [Fact]
    public void UnknownName_ListsThoseThatAreThere()
    {
        using var problem = new AttributionProblem();
        SmallFits.Estimator(problem, "logra", options => options with { Name = "one" }).Fit(problem.TrainView).Dispose();
        var error = Assert.Throws<ArgumentException>(() => problem.MLContext.Attribution.Find(problem.Store, "two"));
        Assert.Contains("one", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The name in a damaged record cannot be read: an older fit must not answer in its place.</summary>
    [Fact]
    public void DamagedRecordOfANewerFit_IsInTheWayOfItsName_AndNotOfKeys()
    {
        using var problem = new AttributionProblem();
        using TemporaryFolder folder = new();
        ArtifactKey[] keys;
        using (var store = ArtifactStores.Open(folder.Path))
        {
            foreach (var method in new[] { "logra", "ekfac" })
            {
                SmallFits
                    .Estimator(problem, method, options => options with { Name = "same", Store = store })
                    .Fit(problem.TrainView)
                    .Dispose();
            }

            keys = [.. problem.MLContext.Attribution.Fits(store).Select(fit => fit.Key)];
        }

        var manifest = Directory.GetFiles(Path.Combine(folder.Path, $"{keys[0]}"), "manifest*").Single();
        File.WriteAllText(manifest, File.ReadAllText(manifest)[..300]);
        using var later = ArtifactStores.Open(folder.Path);
        var error = Assert.ThrowsAny<ArtifactException>(() => problem.MLContext.Attribution.Find(later, "same"));
        Assert.StartsWith(
            $"'{keys[0]}' was written after '{keys[1]}', the newest fit 'same' that can be read",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(keys[1], problem.MLContext.Attribution.Find(later, $"{keys[1]}").Key);
        ArtifactCatalog.Remove(later, keys[0]);
        Assert.Equal(keys[1], problem.MLContext.Attribution.Find(later, "same").Key);
    }

    [Fact]
    public void FolderThatIsNoFit_IsInNobodysWay()
    {
        using var problem = new AttributionProblem();
        using TemporaryFolder folder = new();
        using var store = ArtifactStores.Open(folder.Path);
        SmallFits.Estimator(problem, "logra", options => options with { Name = "one", Store = store }).Fit(problem.TrainView).Dispose();
        foreach (var name in new[] { "zzzz", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcde" })
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, "fit", name));
            File.WriteAllText(Path.Combine(folder.Path, "fit", name, "manifest.json"), "{}");
        }

        Assert.Equal("one", problem.MLContext.Attribution.Find(store, "one").Name);
        var missing = Assert.Throws<ArgumentException>(() => problem.MLContext.Attribution.Find(store, "two"));
        Assert.EndsWith("Fits: one.", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShardThatIsASymbolicLink_IsNotCalledDamaged()
    {
        using var problem = new AttributionProblem();
        using TemporaryFolder folder = new();
        using TemporaryFolder elsewhere = new();
        using var store = ArtifactStores.Open(folder.Path);
        SmallFits.Estimator(problem, "logra", options => options with { Name = "one", Store = store }).Fit(problem.TrainView).Dispose();
        var shard = Directory.GetFiles(Path.Combine(folder.Path, "gradients"), "rows-*", SearchOption.AllDirectories)[0];
        Directory.CreateDirectory(elsewhere.Path);
        File.Move(shard, Path.Combine(elsewhere.Path, "shard"));
        File.CreateSymbolicLink(shard, Path.Combine(elsewhere.Path, "shard"));
        foreach (
            var open in new Action[]
            {
                () => problem.MLContext.Attribution.Load(store, "one", problem.Classifier.Task),
                () => SmallFits.Estimator(problem, "logra", options => options with { Store = store }).Fit(problem.TrainView),
            }
        )
        {
            var error = Assert.Throws<ArtifactStorageException>(open);
            Assert.Contains($"passes through the symbolic link '{shard}'", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("repair", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SecondFit_InAStoreThatCannotBeWritten_FindsEverything()
    {
        using var problem = new AttributionProblem();
        SmallFits.Estimator(problem, "logra", options => options with { Name = "one" }).Fit(problem.TrainView).Dispose();
        using var closed = new BreakingStore(problem.Store, commits: 0);
        using var fit = SmallFits
            .Estimator(problem, "logra", options => options with { Name = "one", Store = closed })
            .Fit(problem.TrainView);
        Assert.Equal(problem.Train.Count, fit.Summary.ReusedExamples);
        Assert.Single(problem.MLContext.Attribution.Fits(problem.Store));
    }
}
