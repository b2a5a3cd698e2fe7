using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Tests.Results;

public sealed class NumberColumnTests
{
    [Theory]
    [InlineData(new[] { 0.0015, 0.0012, 0.00091 }, "0.00150 0.00120 0.00091")]
    [InlineData(new[] { 15793.81, -1957.16, 3 }, "15794 \u22121957 3")]
    [InlineData(new[] { 8.07, 0.0114, -0.0114 }, "8.07 0.01 \u22120.01")]
    [InlineData(new[] { 0.5, 0.5001, 0.5002 }, "0.5000 0.5001 0.5002")]
    [InlineData(new[] { 3.2e-7, 2.5e-8, -1e-9 }, "3.20e-7 0.25e-7 \u22120.01e-7")]
    [InlineData(new[] { 2e7, 1.5e7 }, "2.00e7 1.50e7")]
    [InlineData(new[] { 0.0, 0.0 }, "0 0")]
    [InlineData(new[] { 1.0, double.NaN }, "1.00 NaN")]
    public void Numbers_HaveOneFormat_ThatShowsTheirOrder(double[] values, string texts)
    {
        var column = NumberColumn.Of(values);
        Assert.Equal(texts, string.Join(' ', values.Select(column.Text)));
    }

    [Fact]
    public void WhatRoundsToZero_HasNoSign() => Assert.Equal("0.0", NumberColumn.Of([12]).Text(-0.001));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(812, "812 B")]
    [InlineData(999.6, "1.0 kB")]
    [InlineData(1_320_000, "1.3 MB")]
    [InlineData(6.93e9, "6.9 GB")]
    public void Bytes_AreWrittenInPowersOfAThousand(double bytes, string text) => Assert.Equal(text, ByteText.Of(bytes));
}
