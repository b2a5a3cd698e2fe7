using DataWorth.Configuration;
using DataWorth.Curvature;
using DataWorth.Methods;
using DataWorth.Methods.Lorif;
using DataWorth.Methods.RepresentationSimilarity;
using DataWorth.Scoring;

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
        var unknown = Assert.Throws<OptionException>(() =>
            OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { ["factor_rank"] = "1" })
        );
        Assert.StartsWith("unknown key 'factor_rank' in the options, expected one of: name, ", unknown.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Did you mean 'factor-rank'?", unknown.Message, StringComparison.Ordinal);
        var text = Assert.Throws<OptionException>(() =>
            OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { ["rank"] = "many" })
        );
        Assert.Equal("'rank' is 'many', expected a whole number, at least 1.", text.Message);
        var range = Assert.Throws<OptionException>(() =>
            OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { ["rank"] = "0" })
        );
        Assert.Equal("'rank' is '0', expected a whole number, at least 1.", range.Message);
        var own = Assert.Throws<ArgumentOutOfRangeException>((new LorifOptions { Rank = 0 }).Validate);
        Assert.StartsWith("Rank should be at least 1, got 0.", own.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_WrongValues_AreRefusedWithWhatWasExpected()
    {
        Refused("damping", "-1", "'damping' is '-1', expected a number of at least 0, or absolute:NUMBER.");
        Refused("damping", "absolute:x", "'damping' is 'absolute:x', expected a number of at least 0, or absolute:NUMBER.");
        Refused("query-rank", "0", "'query-rank' is '0', expected a whole number, at least 1, or null.");
        Refused("exact-factors", "yes", "'exact-factors' is 'yes', expected true or false.");
        Refused("damping-rule", "1", "'damping-rule' is '1', expected one of: ritz-mean, trace, tail-corrected.");
        Refused(
            "modules.kind",
            "all",
            "unknown key 'kind' in 'modules', expected one of: include, exclude, kinds, track-bias. " + "Did you mean 'kinds'?"
        );
        Refused("seed", "null", "'seed' is 'null', expected a whole number.");

        static void Refused(string name, string text, string message) =>
            Assert.Equal(
                message,
                Assert
                    .Throws<OptionException>(() => OptionsBinder.Bind(new LorifOptions(), new Dictionary<string, string> { [name] = text }))
                    .Message
            );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Options_OfAnEnumeration_RefuseAValueThatItDoesNotHave(string name)
    {
        var method = MethodTable.Get(name);
        foreach (var property in method.DefaultOptions().GetType().GetProperties())
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (!type.IsEnum)
            {
                continue;
            }

            var options = method.DefaultOptions();
            property.SetValue(options, Enum.ToObject(type, 99));
            var error = Assert.Throws<ArgumentOutOfRangeException>(options.Validate);
            var known = type == typeof(ScalarType) ? "Float32 or Float64" : $"one of: {string.Join(", ", Enum.GetNames(type))}";
            Assert.StartsWith($"{property.Name} should be {known}, got 99.", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("fc1,fc2")]
    [InlineData("fc*")]
    public void Layer_ThatIsNoName_IsRefusedByItsOwnName(string layer)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(new RepresentationSimilarityOptions { Layer = layer }.Validate);
        Assert.StartsWith($"Layer should be the name of one module, or null, got '{layer}'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FactorRank_ThatNoCodecHas_IsRefusedByItsRange()
    {
        new LorifOptions { FactorRank = 999_999_999 }.Validate();
        foreach (var rank in new[] { 1_000_000_000, int.MaxValue })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(new LorifOptions { FactorRank = rank }.Validate);
            Assert.StartsWith($"FactorRank should be from 1 to 999999999, got {rank}.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WithScore_OfARuleThatThereIsNot_IsRefused()
    {
        using var problem = new AttributionProblem();
        using var fitted = SmallFits.Fit(problem, "logra");
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => fitted.WithScore((ScoreRule)99));
        Assert.StartsWith("Score should be one of: Dot, Relatif, L2, Cosine, got 99.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_ThatAreNamed_HaveADescription()
    {
        foreach (var method in MethodTable.Methods)
        {
            var schema = OptionsSchema.Of(method.DefaultOptions(), method.Name);
            foreach (var (name, property) in schema["properties"]!.AsObject())
            {
                Assert.False(string.IsNullOrEmpty((string?)property!["description"]), $"{method.Name}: '{name}' has no description");
            }

            Assert.Equal(
                OptionsBinder.Describe(method.DefaultOptions()).Keys.Select(key => key.Split('.')[0]).Distinct(),
                schema["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal)
            );
        }
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
