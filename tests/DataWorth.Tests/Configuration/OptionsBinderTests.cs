using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using DataWorth.Configuration;
using DataWorth.Curvature;

namespace DataWorth.Tests.Configuration;

/// <summary>Values become records by one way, whatever they come from.</summary>
public sealed class OptionsBinderTests
{
    private static readonly Outer s_defaults = new()
    {
        Inner = new() { Count = 5, Note = "kept" },
    };

    [Fact]
    public void TextsAndJsonValues_MeanTheSame()
    {
        var values = OptionsBinder.Bind(
            s_defaults,
            JsonNode.Parse("""{"inner":{"count":7,"is-on":true},"shares":[0.5,1],"damping":0.25,"kind":"second-kind"}""")
        );
        var texts = OptionsBinder.Bind(
            s_defaults,
            JsonNode.Parse("""{"inner":{"count":"7","is-on":"true"},"shares":["0.5","1"],"damping":"0.25","kind":"secondkind"}""")
        );
        Assert.Equal(OptionsBinder.Describe(values), OptionsBinder.Describe(texts));
        Assert.Equal((7, true, "kept"), (values.Inner.Count, values.Inner.IsOn, values.Inner.Note));
        Assert.Equal([0.5, 1], values.Shares);
        Assert.Equal((Damping.Relative(0.25), Kind.SecondKind), (values.Damping, values.Kind));
    }

    [Fact]
    public void WhatIsNotNamed_KeepsItsValue_AndTheGivenRecordIsNotChanged()
    {
        var bound = OptionsBinder.Bind(s_defaults, new Dictionary<string, string> { ["inner.is-on"] = "true" });
        Assert.Equal(
            new Inner
            {
                Count = 5,
                Note = "kept",
                IsOn = true,
            },
            bound.Inner
        );
        Assert.Equal(new Inner { Count = 5, Note = "kept" }, s_defaults.Inner);
        Assert.Equal(s_defaults, OptionsBinder.Bind(s_defaults, new JsonObject()));
    }

    [Fact]
    public void Null_IsForOptionsThatCanBeNull()
    {
        Assert.Null(OptionsBinder.Bind(s_defaults, JsonNode.Parse("""{"inner":{"note":null}}""")).Inner.Note);
        Assert.Null(OptionsBinder.Bind(s_defaults, new Dictionary<string, string> { ["inner.note"] = "null" }).Inner.Note);
        Refused("""{"inner":{"count":null}}""", "inner.count", "'count' is empty, expected a whole number from 1 to 9.");
    }

    [Theory]
    [InlineData("""{"inner":{"count":10}}""", "inner.count", "'count' is '10', expected a whole number from 1 to 9.")]
    [InlineData("""{"inner":{"count":2.5}}""", "inner.count", "'count' is '2.5', expected a whole number from 1 to 9.")]
    [InlineData("""{"inner":3}""", "inner", "'inner' is '3', expected keys: count, note, is-on.")]
    [InlineData("""{"shares":[0.5,0]}""", "shares[1]", "'shares' is '0', expected a number, greater than 0 and at most 1.")]
    [InlineData("""{"shares":0.5}""", "shares", "'shares' is '0.5', expected a list such as [512, 256].")]
    [InlineData("""{"size":"1e999"}""", "size", "'size' is '1e999', expected a number.")]
    [InlineData("""{"size":"NaN"}""", "size", "'size' is 'NaN', expected a number.")]
    [InlineData(
        """{"kind":"secnd-kind"}""",
        "kind",
        "'kind' is 'secnd-kind', expected one of: first, second-kind. Did you mean 'second-kind'?"
    )]
    [InlineData("""{"kind":"first, second-kind"}""", "kind", "'kind' is 'first, second-kind', expected one of: first, second-kind.")]
    [InlineData("""{"kind":"first,first"}""", "kind", "'kind' is 'first,first', expected one of: first, second-kind.")]
    [InlineData("""{"kind":"1"}""", "kind", "'kind' is '1', expected one of: first, second-kind.")]
    [InlineData("""{"kind":1}""", "kind", "'kind' is '1', expected one of: first, second-kind.")]
    [InlineData("""{"kind":" first "}""", "kind", "'kind' is ' first ', expected one of: first, second-kind. Did you mean 'first'?")]
    [InlineData("""{"kind":""}""", "kind", "'kind' is empty, expected one of: first, second-kind.")]
    [InlineData("""{"twice":1}""", "twice", "unknown key 'twice' in the options, expected one of: inner, shares, size, damping, kind.")]
    [InlineData("""{"inner":{"count":3,"is-on":true}}""", "inner.count", "Count should be even where IsOn, got 3.")]
    public void WhatIsNotUnderstood_IsRefused_WithItsPlace(string json, string path, string message) => Refused(json, path, message);

    private static void Refused(string json, string path, string message)
    {
        var exception = Assert.Throws<OptionException>(() => OptionsBinder.Bind(s_defaults, JsonNode.Parse(json)));
        Assert.Equal((path, message), (exception.Path, exception.Message));
    }

    private enum Kind
    {
        First,
        SecondKind,
    }

    private sealed record Inner : IValidatedOptions
    {
        [Range(1, 9)]
        public int Count { get; init; } = 2;

        public string? Note { get; init; }

        public bool IsOn { get; init; }

        public int Computed => 2 * Count;

        public void Validate()
        {
            if (IsOn && Count == 3)
            {
                throw new ArgumentOutOfRangeException(nameof(Count), Count, "Count should be even where IsOn, got 3.");
            }
        }
    }

    private sealed record Outer
    {
        public Inner Inner { get; init; } = new();

        [Range(0, 1.0, MinimumIsExclusive = true)]
        public IReadOnlyList<double> Shares { get; init; } = [];

        public double Size { get; init; }

        public Damping Damping { get; init; } = Damping.Default;

        public Kind Kind { get; init; }
    }
}
