using DataWorth.Gradients;
using TorchSharp.Modules;

namespace DataWorth.Tests.Gradients;

/// <summary>Kinds of modules by name, and kinds of one's own.</summary>
public sealed class ModuleKindTests
{
    [Theory]
    [InlineData("default", "conv", "head")]
    [InlineData("all", "conv", "norm", "rms", "head")]
    [InlineData("linear", "head")]
    [InlineData(" convolution , rms-norm", "conv", "rms")]
    [InlineData("default, normalization", "conv", "norm", "head")]
    public void Kinds_ChooseModulesByName(string kinds, params string[] expected)
    {
        using var problem = Create();
        var selection = new ModuleSelection { Kinds = kinds, OwnKinds = [RootMeanSquareNorm.Kind()] };
        Assert.Equal(expected, TrackedModules.Select(problem.Model, selection).Modules.Select(module => module.Name));
    }

    [Fact]
    public void AnOwnKind_ThatIsMarkedSo_IsTrackedByDefault_AndWithoutItTheModuleIsReportedAsLeftOut()
    {
        using var problem = Create();
        var selection = new ModuleSelection { OwnKinds = [RootMeanSquareNorm.Kind(isDefault: true)] };
        Assert.Equal(["conv", "rms", "head"], TrackedModules.Select(problem.Model, selection).Modules.Select(module => module.Name));
        Assert.Contains(
            ("rms._weight", "RootMeanSquareNorm cannot be tracked"),
            TrackedModules.Select(problem.Model, new ModuleSelection()).LeftOut
        );
        Assert.Contains(
            ("rms._weight", "kind rms-norm not tracked (modules.kinds = linear)"),
            TrackedModules.Select(problem.Model, selection with { Kinds = "linear" }).LeftOut
        );
    }

    [Fact]
    public void GradientsOfAnOwnKind_MatchForLoopAutogradAndFiniteDifferences()
    {
        using var problem = Create();
        using var batch = problem.Batch();
        var selection = ModuleSelection.AllParameters with { OwnKinds = [RootMeanSquareNorm.Kind()] };
        ReferenceGradients.Check(problem.Task, selection, batch, i => problem.Batch(i, 1));
        ReferenceGradients.CheckDifferences(problem.Task, selection with { Kinds = "rms-norm" }, batch);
    }

    [Fact]
    public void AnOwnKind_IsAskedBeforeTheTable()
    {
        using var problem = Create();
        var mine = new ModuleKind(
            "head-only",
            "the head",
            IsDefault: false,
            (name, module, _) => name == "head" ? new TrackedLinear(name, (Linear)module, ((Linear)module).weight!, 3, 168) : null
        );
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection { Kinds = "head-only, linear", OwnKinds = [mine] });
        Assert.Equal("head-only", Assert.Single(modules.Modules).Kind);
    }

    [Fact]
    public void NamesThatMeanNothing_OrTwoThings_AreRefused()
    {
        using var problem = Create();
        Assert.Equal(
            "There is no module kind 'liner'. Did you mean 'linear'? There are: linear, convolution, embedding, normalization, default, "
                + "all. Set modules.kinds to some of them, or add yours to OwnKinds.",
            Assert.Throws<ArgumentException>(() => TrackedModules.Select(problem.Model, new ModuleSelection { Kinds = "liner" })).Message
        );
        foreach (var taken in new[] { "linear", "all", "default" })
        {
            var selection = new ModuleSelection { OwnKinds = [RootMeanSquareNorm.Kind(taken)] };
            Assert.Equal(
                $"The module kind '{taken}' of ModuleSelection.OwnKinds has the name of another one. Give each a name of its own.",
                Assert.Throws<ArgumentException>(() => TrackedModules.Select(problem.Model, selection)).Message
            );
        }
    }

    [Fact]
    public void EveryKindOfTheTable_DescribesAModule_AndNoneTwoOfThem()
    {
        nn.Module[] modules =
        [
            nn.Linear(2, 3),
            nn.Conv1d(1, 2, 3),
            nn.Conv2d(1, 2, 3),
            nn.Embedding(4, 2),
            nn.LayerNorm(3),
            nn.BatchNorm1d(2),
            nn.BatchNorm2d(2),
            nn.GroupNorm(1, 2),
            nn.InstanceNorm1d(2, affine: true),
            nn.InstanceNorm2d(2, affine: true),
            nn.ConvTranspose1d(1, 2, 3),
            nn.LSTM(2, 3),
            nn.GRU(2, 3),
            nn.ReLU(),
        ];
        var found = modules
            .Select(module => ModuleKindTable.Kinds.Where(kind => kind.Track("m", module, true) is not null).ToList())
            .ToList();
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0], found.Select(kinds => kinds.Count));
        Assert.Equal(ModuleKindTable.Kinds, found.SelectMany(kinds => kinds).Distinct());
        foreach (var module in modules)
        {
            module.Dispose();
        }
    }

    /// <summary>The root mean square is over positions [B, 4, 7, 6], whose last dimension is normalised.</summary>
    private static ImageProblem Create() =>
        new(
            nn.Sequential(
                ("conv", nn.Conv2d(4, 4, 3, padding: 1)),
                ("norm", nn.BatchNorm2d(4)),
                ("rms", new RootMeanSquareNorm(6)),
                ("tanh", nn.Tanh()),
                ("flatten", nn.Flatten()),
                ("head", nn.Linear(168, 3))
            )
        );
}
