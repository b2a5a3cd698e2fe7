using System.Collections.Concurrent;
using System.Reflection;
using DataWorth.Configuration;
using DataWorth.Gradients;
using DataWorth.LinearAlgebra;
using DataWorth.Methods;
using DataWorth.Methods.Arnoldi;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Trak;
using DataWorth.Projections;

namespace DataWorth.Tests.Methods;

/// <summary>No option is silently without effect: another value changes a number, or is refused by name, or the option is marked as one that
/// changes none. A new option needs another value here, and then keeps the law with every method.</summary>
public sealed class OptionInfluenceTests(OptionProblem problem) : IClassFixture<OptionProblem>
{
    private const double Rounding = 1e-6; // scores leave as float32

    /// <summary>Sizes that fit the problem.</summary>
    private static readonly Dictionary<string, string> s_sizes = new()
    {
        ["rank"] = "3",
        ["dimension"] = "20",
        ["subspace"] = "6",
        ["iterations"] = "12",
    };

    /// <summary>So that sketches are smaller than blocks, and storage is without loss.</summary>
    private static readonly Dictionary<string, string> s_lorif = new()
    {
        ["rank"] = "5",
        ["subspace"] = "4",
        ["storage"] = "float64",
    };

    /// <summary>Other valid values of options that are neither a bool nor an enumeration of ours.</summary>
    private static readonly Dictionary<string, string[]> s_others = new()
    {
        ["batch-size"] = ["7"],
        ["clip-tokens"] = ["0.5", "absolute:0.01"], // the problem has no tokens: refused, and held to its law by TokenClippingTests
        ["damping"] = ["0.5", "absolute:0.05"],
        ["dimension"] = ["10"],
        ["factor-rank"] = ["2"],
        ["id-column"] = ["OtherId"],
        ["iterations"] = ["20"],
        ["layer"] = ["fc2"],
        ["maximum-bytes"] = ["5000000000"],
        ["module-scores"] = ["each", "first=conv"],
        ["modules.exclude"] = ["fc2"],
        ["modules.include"] = ["fc*"],
        ["modules.kinds"] = ["linear", "convolution", "embedding", "linear, normalization", "default", "all"],
        ["name"] = ["a fit"],
        ["partitions"] = ["2"],
        ["power-iterations"] = ["0"],
        ["precision"] = ["float64"],
        ["projection"] = [.. ProjectionTable.Projections.Select(projection => projection.Name)],
        ["query-rank"] = ["1"],
        ["rank"] = ["2"],
        ["score-column"] = ["Other"],
        ["seed"] = ["7"],
        ["self-influence-column"] = ["Self"],
        ["shard-bytes"] = ["2000000"],
        ["storage"] = ["float16", "int8", "sign", "rank-1-float32"],
        ["subspace"] = ["3"],
    };

    private static readonly ConcurrentDictionary<string, double[]> s_numbers = new();

    public static TheoryData<string, string> All => Pairs((_, _) => true);

    /// <summary>Options that choose among ways to compute: flags, enumerations, names in tables, and what is given instead of drawn. Which modules there are
    /// depends on the model, so that a selection may leave nothing to another option.</summary>
    public static TheoryData<string, string> Switches =>
        Pairs(
            (method, option) =>
                Property(method, option) is var property
                && !option.StartsWith("modules.", StringComparison.Ordinal)
                && !property.IsDefined(typeof(WithoutInfluenceAttribute))
                && (
                    property.PropertyType.IsEnum
                    || property.PropertyType == typeof(bool)
                    || option is "projection" or "projection-file" or "storage" or "damping"
                )
        );

    [Theory]
    [MemberData(nameof(All))]
    public void OtherValue_ChangesNumbers_OrIsRefused_OrIsOfAnOptionWithoutInfluence(string method, string option)
    {
        foreach (var value in Others(method, option))
        {
            Check(method, new() { [option] = value }, option);
        }
    }

    /// <summary>Plans know stages by these descriptions, without a model: what is not described would be taken for something else.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void OtherValue_ThatIsStoredElsewhere_IsDescribed(string method, string option)
    {
        var (keys, described) = problem.Stored(method, Bind(method, []));
        foreach (var value in Others(method, option).Where(value => IsAccepted(method, new() { [option] = value })))
        {
            var other = problem.Stored(method, Bind(method, new() { [option] = value }));
            Assert.True(other.Keys == keys || other.Described != described, $"{method} {option}={value}: {described}");
        }
    }

    /// <summary>The same where another option has been switched, which may leave nothing to do for it.</summary>
    [Theory]
    [MemberData(nameof(Switches))]
    public void UnderASwitch_TheSame(string method, string option)
    {
        foreach (var value in Others(method, option).Where(value => IsAccepted(method, new() { [option] = value })))
        {
            foreach (var other in OptionsBinder.Describe(Bind(method, [])).Keys.Where(key => key != option))
            {
                var isFixed =
                    Property(method, other).IsDefined(typeof(WithoutInfluenceAttribute))
                    || (option == "projection-file" && other.StartsWith("modules.", StringComparison.Ordinal)); // has those of its modules
                foreach (var changed in isFixed ? [] : Others(method, other))
                {
                    Check(method, new() { [option] = value, [other] = changed }, other);
                }
            }
        }
    }

    /// <summary>What is given as an object, which no text can name, is refused no less than what it replaces.</summary>
    [Fact]
    public void GivenObjects_LeaveNoInfluenceToWhatTheyReplace()
    {
        using var start = zeros(4);
        using var vectors = zeros(2, 4);
        using var values = zeros(2);
        Refused(new LograOptions { GivenProjections = problem.Projections }, "projection-file", "projection", "rank", "seed");
        Refused(new TrakOptions { GivenProjection = problem.Projection }, "projection-file", "dimension", "seed");
        Refused(new ArnoldiOptions { Start = start }, "seed");
        var given = new ArnoldiOptions { GivenPairs = new RitzPairs(values, vectors) };
        Refused(given, "iterations", "rank", "seed");
        var both = Assert.Throws<ArgumentException>((given with { Start = start }).Validate);
        Assert.StartsWith("Option 'start' has no influence here: the Ritz pairs are given", both.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DampingOfAFitWithoutCurvature_IsRefused()
    {
        using var small = new AttributionProblem();
        using var fit = SmallFits.Estimator(small, "gradient-dot").Fit(small.TrainView);
        Assert.Equal(
            "Option 'damping' has no influence here: the gradient dot product has no curvature. Leave it out.",
            Assert.Throws<ArgumentException>(() => fit.WithDamping(Curvature.Damping.Relative(0.5))).Message
        );
    }

    private void Refused(AttributionOptions options, params string[] names)
    {
        options.Validate();
        foreach (var name in names)
        {
            var value = name switch
            {
                "projection-file" => problem.ProjectionFile,
                "projection" => "gaussian",
                _ => s_others[name][0],
            };
            var error = Assert.Throws<OptionException>(() =>
                OptionsBinder.Bind(options, new Dictionary<string, string> { [name] = value })
            );
            Assert.StartsWith($"Option '{name}' has no influence here: ", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Holds one of the given values, which are not the defaults, to the law: the others are its context.</summary>
    private void Check(string method, Dictionary<string, string> values, string option)
    {
        var property = Property(method, option);
        var isMarked = property.IsDefined(typeof(WithoutInfluenceAttribute));
        var text = $"{method} {string.Join(" ", values.Select(entry => $"{entry.Key}={entry.Value}"))}";
        double[] found;
        try
        {
            found = isMarked ? problem.Numbers(method, Bind(method, values), isAlone: true) : Numbers(method, values);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            Assert.True(
                values.Keys.Any(name => exception.Message.Contains($"'{name}'", StringComparison.Ordinal))
                    || exception.Message.Contains(property.Name, StringComparison.Ordinal),
                $"{text}: '{option}' is refused without its name: {exception.Message}"
            );
            Assert.False(isMarked, $"{text}: '{option}' is marked as without influence, and refused: {exception.Message}");
            return;
        }

        var expected = Numbers(method, values.Where(entry => entry.Key != option).ToDictionary());
        var difference = expected.Length == found.Length ? TestKit.Numbers.RelativeToMaximum(expected, found) : double.PositiveInfinity;
        Assert.True(isMarked ? difference < Rounding : difference > Rounding, $"{text}: '{option}' changes scores by {difference:g3}");
    }

    private bool IsAccepted(string method, Dictionary<string, string> values)
    {
        try
        {
            _ = Numbers(method, values);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private double[] Numbers(string method, Dictionary<string, string> context) =>
        s_numbers.GetOrAdd(
            method + string.Join(",", context.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={entry.Value}")),
            _ => problem.Numbers(method, Bind(method, context))
        );

    private static TheoryData<string, string> Pairs(Func<string, string, bool> wants)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var method in MethodTable.Methods)
        {
            foreach (var option in OptionsBinder.Describe(method.DefaultOptions()).Keys.Where(option => wants(method.Name, option)))
            {
                pairs.Add(method.Name, option);
            }
        }

        return pairs;
    }

    private static AttributionOptions Bind(string method, Dictionary<string, string> values)
    {
        var options = MethodTable.Get(method).DefaultOptions();
        var sizes = s_sizes.Where(size => OptionsBinder.Describe(options).ContainsKey(size.Key)).ToDictionary();
        foreach (var (name, value) in method == "lorif" ? s_lorif.Concat(values) : values)
        {
            sizes[name] = value;
        }

        if (values.ContainsKey("projection-file"))
        {
            _ = values.ContainsKey("rank") || sizes.Remove("rank");
            _ = values.ContainsKey("dimension") || sizes.Remove("dimension");
        }

        return OptionsBinder.Bind(options, sizes);
    }

    private IEnumerable<string> Others(string method, string option)
    {
        var current = OptionsBinder.Describe(Bind(method, []))[option];
        var type = Property(method, option).PropertyType;
        var values =
            option == "projection-file" ? [problem.ProjectionFile]
            : (method, option) == ("lorif", "query-rank") ? ["3"] // null is the factors' 1
            : s_others.TryGetValue(option, out var others) ? others
            : type == typeof(bool) ? ["true", "false"]
            : type.IsEnum ? [.. Enum.GetNames(type).Select(name => name.ToLowerInvariant())]
            : [];
        Assert.True(values.Length > 0, $"Option '{option}' of {method} is new: give another value of it in s_others.");
        return values.Where(value => value != current);
    }

    private static PropertyInfo Property(string method, string option)
    {
        var isModules = option.StartsWith("modules.", StringComparison.Ordinal);
        var type = isModules ? typeof(ModuleSelection) : MethodTable.Get(method).DefaultOptions().GetType();
        var words = option[(isModules ? "modules.".Length : 0)..].Split('-');
        return type.GetProperty(string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..])))!;
    }
}
