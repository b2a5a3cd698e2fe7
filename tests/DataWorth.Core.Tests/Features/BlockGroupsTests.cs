using DataWorth.Features;

namespace DataWorth.Tests.Features;

public sealed class BlockGroupsTests
{
    private static readonly FeatureLayout s_layout = new([
        new BlockShape("h.0.attn", 2, 3),
        new BlockShape("conv[0]", 1, 2),
        new BlockShape("conv[1]", 1, 2),
        new BlockShape("h.0.mlp", 2, 2),
        new BlockShape("h.1.attn", 2, 3),
    ]);

    [Fact]
    public void Each_JoinsTheGroupsOfAConvolution()
    {
        var groups = BlockGroups.Parse("each", s_layout);
        Assert.Equal(["h.0.attn", "conv", "h.0.mlp", "h.1.attn"], groups.Names);
        Assert.Equal([0, 1, 1, 2, 3], Enumerable.Range(0, 5).Select(block => groups[block]));
        Assert.Equal(4, groups.Count);
    }

    [Fact]
    public void Patterns_FirstMatchWins_TheRestIsOneMoreGroup()
    {
        var groups = BlockGroups.Parse("attention = *.attn; blocks=h.0.*,h.1.*", s_layout);
        Assert.Equal(["attention", "blocks"], groups.Names);
        Assert.Equal([0, 2, 2, 1, 0], Enumerable.Range(0, 5).Select(block => groups[block]));
        Assert.Equal(3, groups.Count);
        Assert.Equal([(0, 0, 1), (2, 1, 2), (1, 3, 1), (0, 4, 1)], groups.Runs);
    }

    [Fact]
    public void EmptyText_IsTheTotal()
    {
        var groups = BlockGroups.Parse("", s_layout);
        Assert.Empty(groups.Names);
        Assert.Equal(1, groups.Count);
    }

    [Fact]
    public void Sum_AddsTheBlocksOfEachGroup()
    {
        using var scope = NewDisposeScope();
        var sums = BlockGroups.Parse("attention=*.attn", s_layout).Sum(block => tensor(new[] { 1.0, Math.Pow(10, block) }));
        Assert.Equal([2, 10001, 3, 1110], sums.ToDoubles());
    }

    [Fact]
    public void GroupWithoutModules_SuggestsTheClosest()
    {
        var error = Assert.Throws<ArgumentException>(() => BlockGroups.Parse("cnv", s_layout));
        Assert.Equal(
            "Module group 'cnv' ('cnv') matches no tracked module. Did you mean 'conv'? Tracked modules: h.0.attn, conv, h.0.mlp, "
                + "h.1.attn.",
            error.Message
        );
        var twice = Assert.Throws<ArgumentException>(() => BlockGroups.Parse("a=conv;a=h.*", s_layout));
        Assert.Equal("Module group 'a' is given twice. Join its patterns with commas: 'a=first,second'.", twice.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public void Split_CoversEachBlockOnceInOrder(int parts)
    {
        var split = s_layout.Split(parts);
        Assert.Equal(Math.Min(parts, 5), split.Count);
        Assert.Equal(Enumerable.Range(0, 5), split.SelectMany(part => Enumerable.Range(part.First, part.Count)));
    }
}
