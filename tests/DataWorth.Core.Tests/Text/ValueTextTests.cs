using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using DataWorth.Text;

namespace DataWorth.Core.Tests.Text;

/// <summary>Keys hold what a function computes: another function gives another key, another build around it the same.</summary>
public sealed class ValueTextTests
{
    private const MethodAttributes Public = MethodAttributes.Public | MethodAttributes.HideBySig;

    [Fact]
    public void OtherMembersInItsAssembly_ChangeNothing()
    {
        var plain = ValueText.Of(Emitted(others: 0, factor: "Two"));
        Assert.Equal(plain, ValueText.Of(Emitted(others: 1, factor: "Two")));
        Assert.Equal(plain, ValueText.Of(Emitted(others: 300, factor: "Two")));
        Assert.NotEqual(plain, ValueText.Of(Emitted(others: 0, factor: "Three")));
        Assert.Contains("scale=0.5", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void CodeOfFunctionsInside_IsPartOfTheText()
    {
        Func<double[], double> twice = values => values.Sum(value => value * 2);
        Func<double[], double> thrice = values => values.Sum(value => value * 3);
        Func<double[], double> again = values => values.Sum(value => value * 2);
        Assert.NotEqual(ValueText.Of(twice), ValueText.Of(thrice));
        Assert.Equal(ValueText.Of(twice), ValueText.Of(again));
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
        Assert.Contains("scale=0.1", ValueText.Of(Scaled(0.1)), StringComparison.Ordinal);
        Assert.NotEqual(ValueText.Of(Scaled(0.1)), ValueText.Of(Scaled(0.2)));
    }

    [Fact]
    public void TextsInCode_ArePartOfTheText()
    {
        Func<string> a = () => "a";
        Func<string> b = () => "b";
        Assert.NotEqual(ValueText.Of(a), ValueText.Of(b));
    }

    [Fact]
    public void TypesOfGenericCalls_ArePartOfTheText()
    {
        static Func<int> Size<T>() => () => System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        Assert.NotEqual(ValueText.Of(Size<int>()), ValueText.Of(Size<long>()));
        Assert.Equal(ValueText.Of(Size<int>()), ValueText.Of(Size<int>()));
    }

    [Fact]
    public void Counters_AreNoSettings()
    {
        var calls = 0;
        Func<int> counting = () => ++calls;
        var before = ValueText.Of(counting);
        counting();
        Assert.Equal(before, ValueText.Of(counting));
    }

    [Fact]
    public void FunctionsWhoseCodeCannotBeRead_AreRefused()
    {
        Expression<Func<double, double>> twice = value => value * 2;
        var error = Assert.Throws<ArgumentException>(() => ValueText.Of(twice.Compile()));
        Assert.Contains("was made while the program runs", error.Message, StringComparison.Ordinal);
        Assert.Contains("Give a lambda or a method", error.Message, StringComparison.Ordinal);
    }

    // The digest without the function's name.
    private static string Digest(Delegate function) => ValueText.Of(function).Split(' ')[^1];

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
