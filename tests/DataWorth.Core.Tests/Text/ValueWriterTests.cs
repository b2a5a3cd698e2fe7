using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataWorth.Text;

namespace DataWorth.Core.Tests.Text;

/// <summary>Keys hold what a function computes: another function gives another key, another build around it the same.</summary>
public sealed class ValueWriterTests
{
    private const MethodAttributes Public = MethodAttributes.Public | MethodAttributes.HideBySig;

    [Fact]
    public void OtherMembersInItsAssembly_ChangeNothing()
    {
        var plain = Text(Emitted(others: 0, factor: "Two"));
        Assert.Equal(plain, Text(Emitted(others: 1, factor: "Two")));
        Assert.Equal(plain, Text(Emitted(others: 300, factor: "Two")));
        Assert.NotEqual(plain, Text(Emitted(others: 0, factor: "Three")));
        Assert.Contains("scale=Double 0.5", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void CodeOfFunctionsInside_IsPartOfTheText()
    {
        Func<double[], double> twice = values => values.Sum(value => value * 2);
        Func<double[], double> thrice = values => values.Sum(value => value * 3);
        Func<double[], double> again = values => values.Sum(value => value * 2);
        Assert.NotEqual(Text(twice), Text(thrice));
        Assert.Equal(Text(twice), Text(again));
    }

    [Fact]
    public void CodeThatYields_IsPartOfTheText()
    {
        static IEnumerable<int> Two()
        {
            yield return 2;
        }

        static IEnumerable<int> Three()
        {
            yield return 3;
        }

        Func<IEnumerable<int>> two = () => Two();
        Func<IEnumerable<int>> three = () => Three();
        Assert.NotEqual(Digest(two), Digest(three));
    }

    [Fact]
    public void WhatOnlyFunctionsInsideRead_IsPartOfTheText()
    {
        static Func<double[], double> Scaled(double scale) => values => values.Sum(value => value * scale);
        Assert.Contains("scale=Double 0.1", Text(Scaled(0.1)), StringComparison.Ordinal);
        Assert.NotEqual(Text(Scaled(0.1)), Text(Scaled(0.2)));
    }

    [Fact]
    public void TextsInCode_ArePartOfTheText()
    {
        Func<string> a = () => "a";
        Func<string> b = () => "b";
        Assert.NotEqual(Text(a), Text(b));
    }

    [Fact]
    public void TypesOfGenericCalls_ArePartOfTheText()
    {
        static Func<int> Size<T>() => () => Unsafe.SizeOf<T>();
        Assert.NotEqual(Text(Size<int>()), Text(Size<long>()));
        Assert.Equal(Text(Size<int>()), Text(Size<int>()));
    }

    private static double s_static;

    /// <summary>Functions of one code over values of many kinds: 1 and 3 have to have two texts, and 1 the same again.</summary>
    public static TheoryData<string> Captured => [.. s_captured.Keys];

    private static readonly Dictionary<string, Func<double, Delegate>> s_captured = new()
    {
        ["number"] = w => Of(w, value => value),
        ["half"] = w => Of((Half)w, value => (double)value),
        ["whole number of 128 bits"] = w => Of((Int128)w, value => (double)value),
        ["large number"] = w => Of(new System.Numerics.BigInteger(w), value => (double)value),
        ["native number"] = w => Of((nint)w, value => (double)value),
        ["scalar"] = w => Of(w.ToScalar(), value => value.ToDouble()),
        ["time"] = w => Of(DateTime.UnixEpoch.AddTicks((long)w), value => value.Ticks),
        ["vector"] = w => Of(System.Runtime.Intrinsics.Vector128.Create(w), value => value[0]),
        ["type"] = w => Of(w > 2 ? typeof(int) : typeof(long), value => value.Name.Length),
        ["dictionary"] = w => Of(new Dictionary<int, float> { [0] = 1, [1] = (float)w }, value => value[1]),
        ["dictionary by name"] = w => Of(new SortedDictionary<string, double> { ["a"] = w }, value => value["a"]),
        ["memory"] = w => Of(new ReadOnlyMemory<double>([w]), value => value.Span[0]),
        ["list of pairs"] = w => Of(new List<KeyValuePair<string, double>> { new("a", w) }, value => value[0].Value),
        ["last of a long list"] = w => Of(Enumerable.Repeat(1.0, 100_001).Append(w).ToList(), value => value[^1]),
        ["long array"] = w => Of(Enumerable.Repeat(w, 200_000).Append(w).ToArray(), value => value[^1]),
        ["array of two dimensions"] = w => Of(new double[(int)w, 4 - (int)w], value => value.GetLength(0)),
        ["text"] = w => Of(w > 2 ? "\ud800" : "\ud801", value => value[0]),
        ["texts with commas"] = w => Of(w > 2 ? ["a", "b,c"] : new[] { "a,b", "c" }, value => value[0].Length),
        ["text or number"] = w => Of(w > 2 ? "1" : (object)1, value => value is string ? 1 : 2),
        ["kind of number"] = w => Of(w > 2 ? 1.0 : (object)1, value => value is int ? 1 : 2),
        ["text builder"] = w => Of(new System.Text.StringBuilder().Append(w), value => value.Length),
        ["tuple of objects"] = w => Of(Tuple.Create("a", w), value => value.Item2),
        ["value that is made when asked for"] = w => Of(new Lazy<double>(() => w), value => value.Value),
        ["box"] = w => Of(new StrongBox<double>(w), value => value.Value),
        ["address"] = w => Of(new Uri($"http://example.org/{w}"), value => value.AbsolutePath.Length),
        ["pattern"] = w => Of(new Regex("a{" + w + "}"), value => value.Match("aaaa").Length),
        ["options of a pattern"] = w => Of(new Regex("a", (RegexOptions)w), value => value.Match("A").Length),
        ["json"] = w => Of(JsonNode.Parse($"{{\"a\": {w}}}")!, value => (double)value["a"]!),
        ["part of a json document"] = w => Of(JsonDocument.Parse($"[{w}]").RootElement[0], value => value.GetDouble()),
        ["record"] = w => Of(new Weighted(w), value => value.Weight),
        ["anonymous"] = w => Of(new { Weight = w }, value => value.Weight),
        ["struct"] = w => Of(new Pair { Weight = w }, value => value.Weight),
        ["field"] = w => Of(new Holder { Weight = w }, value => value.Weight),
        ["property"] = w => Of(new Holder { Share = w }, value => value.Share),
        ["array in a field"] = w => Of(new Holder { Weights = [w] }, value => value.Weights[0]),
        ["nested object"] = w => Of(new Holder { Next = new() { Weight = w } }, value => value.Next!.Weight),
        ["interface"] = w => Of<IWeight>(w > 2 ? new Three() : new One(), value => value.Get()),
        ["subclass"] = w => Of<One>(w > 2 ? new Three() : new One(), value => value.Get()),
        ["private field of a base type"] = w => Of(new Derived(w), value => value.Sum()),
        ["function of an object"] = w => new Holder { Weight = w }.Twice,
        ["property behind a function"] = w => new Holder { Share = w }.Thrice,
        ["array behind a function"] = w =>
            Delegate.CreateDelegate(typeof(Func<double>), new[] { w }, ((Func<double[], double>)First).Method),
        ["function in an object"] = w => Of(new Holder { Function = () => w }, value => value.Function!()),
        ["function in a function"] = w => Of(Of(w, value => value), value => ((Func<double>)value)()),
        ["module that is not the model's"] = w => Of(Linear(w), value => value.weight!.sum().ToDouble()),
        ["assigned and used"] = Own,
        ["kept if there"] = w => Kept(w),
        ["static field"] = w =>
        {
            s_static = w;
            return Of(1, value => value * s_static);
        },
    };

    [Theory]
    [MemberData(nameof(Captured))]
    public void OtherValues_HaveOtherTexts(string kind)
    {
        using var scope = torch.NewDisposeScope();
        var one = Text(s_captured[kind](1));
        Assert.NotEqual(one, Text(s_captured[kind](3)));
        Assert.Equal(one, Text(s_captured[kind](1)));
    }

    /// <summary>What a function changes by itself is no setting that somebody has changed; what stays out of its numbers is in no
    /// text.</summary>
    [Fact]
    public void WhatFunctionsChange_IsLeftOutOfSettings()
    {
        var kept = (Func<double>)Kept(0);
        var (settings, all) = (new ValueWriter(isSettings: true).Write(kept), Text(kept));
        kept();
        Assert.Equal(settings, new ValueWriter(isSettings: true).Write(kept));
        Assert.NotEqual(all, Text(kept));

        var total = 0.0;
        var calls = 0;
        Func<double, double> counting = value =>
        {
            total += value;
            Interlocked.Increment(ref calls);
            s_calls++;
            return value;
        };
        var before = Text(counting);
        counting(2);
        Assert.Equal(before, Text(counting));
        Assert.Equal(1, calls);
        Assert.Equal(1, s_calls);
        Assert.Equal(2, total);
    }

    /// <summary>A mask for each length is no setting; weights for each label are.</summary>
    [Fact]
    public void TensorsThatAreKeptUnderAKey_AreNoSettings()
    {
        using var scope = torch.NewDisposeScope();
        Dictionary<long, Tensor> masks = [];
        var masked = (Func<long, double>)(length => masks.GetValueOrDefault(length)?.sum().ToDouble() ?? 0);
        var (settings, all) = (new ValueWriter(isSettings: true).Write(masked), Text(masked));
        Assert.Null(new ValueWriter().TryWrite(masks));
        masks[3] = torch.ones(3);
        Assert.Equal(settings, new ValueWriter(isSettings: true).Write(masked));
        Assert.NotEqual(all, Text(masked));
        Assert.Null(new ValueWriter().TryWrite(masks));
        Assert.Contains("Int32 1:Double 2", new ValueWriter().TryWrite(new Dictionary<int, double> { [1] = 2 }), StringComparison.Ordinal);
    }

    [Fact]
    public void ObjectsThatReferToThemselves_AreWritten()
    {
        Holder holder = new() { Weight = 2 };
        holder.Next = holder;
        Assert.Contains("up 1", Text(Of(holder, value => value.Next!.Weight)), StringComparison.Ordinal);
    }

    [Fact]
    public void SequencesWithoutEnd_AreRefused()
    {
        static IEnumerable<int> Endless()
        {
            while (true)
            {
                yield return 1;
            }
        }

        Assert.Null(new ValueWriter().TryWrite(Endless()));
        var error = Assert.Throws<ArgumentException>(() => Text(Of(Endless(), value => value.First())));
        Assert.Contains("of more than 100000 items", error.Message, StringComparison.Ordinal);
    }

    private static int s_calls;

    private static Func<double> Of<T>(T value, Func<T, double> read) => () => read(value);

    private static Func<double> Own(double weight) =>
        () =>
        {
            weight = Math.Max(weight, 0.5);
            return 2 * weight;
        };

    private static Delegate Kept(double weight)
    {
        var kept = weight > 0 ? new[] { weight } : null;
        return () =>
        {
            kept ??= [1.0];
            return kept[0];
        };
    }

    private static double First(double[] values) => values[0];

    private static TorchSharp.Modules.Linear Linear(double weight)
    {
        var module = torch.nn.Linear(2, 2);
        torch.nn.init.constant_(module.weight!, weight);
        torch.nn.init.constant_(module.bias!, 0);
        return module;
    }

    private interface IWeight
    {
        double Get();
    }

    private class One : IWeight
    {
        public virtual double Get() => 1;
    }

    private sealed class Three : One
    {
        public override double Get() => 3;
    }

    private class Base(double weight)
    {
        private readonly double _weight = weight;

        public double Sum() => 2 * _weight;
    }

    private sealed class Derived(double weight) : Base(weight);

    private sealed record Weighted(double Weight);

    private struct Pair
    {
        public double Weight;
    }

    private sealed class Holder
    {
        public double Weight;
        public double[] Weights = [];
        public Holder? Next;
        public Func<double>? Function;

        public double Share { get; set; }

        public double Twice() => 2 * Weight;

        public double Thrice() => 3 * Share;
    }

    [Fact]
    public void Counters_AreNoSettings()
    {
        var calls = 0;
        Func<int> counting = () => ++calls;
        var before = Text(counting);
        counting();
        Assert.Equal(before, Text(counting));
    }

    [Fact]
    public void FunctionsWhoseCodeCannotBeRead_AreRefused()
    {
        Expression<Func<double, double>> twice = value => value * 2;
        var error = Assert.Throws<ArgumentException>(() => Text(twice.Compile()));
        Assert.Contains("was made while the program runs", error.Message, StringComparison.Ordinal);
        Assert.Contains("Give a lambda or a method", error.Message, StringComparison.Ordinal);
    }

    private static string Text(object? value) => new ValueWriter().Write(value);

    // The digest without the function's name.
    private static string Digest(Delegate function) => Text(function).Split(" of ")[0].Split(' ')[^1];

    /// <summary>(double value) => value * scale * Factors.Two(), as a compiler writes it, in an assembly with other members before
    /// it.</summary>
    private static Delegate Emitted(int others, string factor)
    {
        PersistedAssemblyBuilder assembly = new(new AssemblyName("Emitted"), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule("Emitted");
        var factors = module.DefineType("Factors", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        MethodInfo? called = null;
        foreach (var name in Enumerable.Range(0, others).Select(other => $"Other{other}").Append("Two").Append("Three"))
        {
            var defined = factors.DefineMethod(name, Public | MethodAttributes.Static, typeof(double), []);
            called = name == factor ? defined : called;
            var body = defined.GetILGenerator();
            body.Emit(OpCodes.Ldc_R8, 2.0);
            body.Emit(OpCodes.Ret);
        }

        var closure = module.DefineType($"<>c__DisplayClass{others}_0", TypeAttributes.Public);
        for (var other = 0; other < others; other++)
        {
            closure.DefineField($"other{other}", typeof(int), FieldAttributes.Public);
        }

        var scale = closure.DefineField("scale", typeof(double), FieldAttributes.Public);
        var method = closure.DefineMethod($"<Main>b__{others}_0", Public, typeof(double), [typeof(double)]).GetILGenerator();
        method.Emit(OpCodes.Ldarg_1);
        method.Emit(OpCodes.Ldarg_0);
        method.Emit(OpCodes.Ldfld, scale);
        method.Emit(OpCodes.Mul);
        method.Emit(OpCodes.Call, called!);
        method.Emit(OpCodes.Mul);
        method.Emit(OpCodes.Ret);
        factors.CreateType();
        closure.CreateType();

        using MemoryStream file = new();
        assembly.Save(file);
        file.Position = 0;
        var type = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(file).GetType(closure.Name)!;
        var scope = Activator.CreateInstance(type)!;
        type.GetField("scale")!.SetValue(scope, 0.5);
        return type.GetMethod($"<Main>b__{others}_0")!.CreateDelegate<Func<double, double>>(scope);
    }
}
