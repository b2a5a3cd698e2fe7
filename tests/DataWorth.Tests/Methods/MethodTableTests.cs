using DataWorth.Curvature;
using DataWorth.Methods;
using DataWorth.Methods.Lorif;

namespace DataWorth.Tests.Methods;

/// <summary>The contract that every method of the table keeps.</summary>
public sealed class MethodTableTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Summary_NamesTheMethod(string name)
    {
        using var problem = new AttributionProblem();
        using var fitted = SmallFits.Fit(problem, name);
        Assert.Equal(name, fitted.Summary.Method);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Method_MissingColumn_IsRefused(string name)
    {
        using var problem = new AttributionProblem();
        using var fitted = SmallFits.Fit(problem, name);
        var wrong = problem.MLContext.Data.LoadFromEnumerable(new[] { new { Id = "a", Features = new float[3] } });
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => fitted.Transform(wrong));
        Assert.Contains("column 'Label'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownMethod_SuggestsTheClosest()
    {
        var error = Assert.Throws<ArgumentException>(() => MethodTable.Get("lorf"));
        Assert.StartsWith(
            "There is no method 'lorf'. Did you mean 'lorif'? Methods: gradient-dot, ",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Options_BindByName()
    {
        var options = (LorifOptions)
            OptionsBinder.Bind(
                new LorifOptions(),
                new Dictionary<string, string>
                {
                    ["factor-rank"] = "3",
                    ["damping"] = "absolute:0.5",
                    ["damping-rule"] = "tail-corrected",
                    ["modules.include"] = "fc*",
                    ["storage"] = "float32",
                }
            );
        Assert.Equal(
            (3, Damping.Absolute(0.5), SubspaceDamping.TailCorrected, "fc*", "float32"),
            (options.FactorRank, options.Damping, options.DampingRule, options.Modules.Include, options.Storage)
        );
        var unknown = Assert.Throws<ArgumentException>(() =>
            OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { ["factor_rank"] = "1" })
        );
        Assert.StartsWith(
            "There is no option 'factor_rank'. Did you mean 'factor-rank'? Options: aggregation, ",
            unknown.Message,
            StringComparison.Ordinal
        );
        var text = Assert.Throws<ArgumentException>(() =>
            OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { ["rank"] = "many" })
        );
        Assert.Equal("Option 'rank' is 'many', expected Int32.", text.Message);
        var range = Assert.Throws<ArgumentOutOfRangeException>(() =>
            OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { ["rank"] = "0" })
        );
        Assert.StartsWith("Rank should be at least 1, got 0.", range.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_DescribeGivesBackWhatBindTakes()
    {
        foreach (var method in MethodTable.Methods)
        {
            var described = OptionsBinder.Describe(method.DefaultOptions());
            Assert.Equal(described, OptionsBinder.Describe(OptionsBinder.Bind(method.DefaultOptions(), described)));
        }
    }
}
