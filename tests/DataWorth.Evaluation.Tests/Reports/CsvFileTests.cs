using DataWorth.Evaluation.Reports.Attribution;

namespace DataWorth.Evaluation.Tests.Reports;

/// <summary>Files of comma-separated values hold any text of the data: whole, in cells of their own, and never as a formula.</summary>
public sealed class CsvFileTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("+a", "'+a")]
    [InlineData("-a", "'-a")]
    [InlineData("-5", "-5")]
    [InlineData("+1.5e3", "+1.5e3")]
    [InlineData("'quoted", "''quoted")]
    [InlineData("a=b", "a=b")]
    [InlineData("a\u001bb\0", "a\\u001bb\\u0000")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    public void Text_IsWholeAndNoFormula(string text, string cell)
    {
        ReportSuspect suspect = new(new ReportExample { Id = text }, -2.5, text, -1, []);
        Assert.Equal(
            $"rank,id,label,suggested_label,self_influence,ties,margin,near_duplicates\n1,{cell},,{cell},-2.5,0,-1,\n",
            SuspectFile.ToCsv([suspect]).ReplaceLineEndings("\n")
        );
        Assert.Contains($",{cell},-3", NeighbourFile.ToCsv([Neighbour(text)]), StringComparison.Ordinal);
        Assert.Contains($"{cell},x,-3", ScoreFile.ToCsv(ScoreScale.WithoutUnit, ["q"], [(text, "x", [-3.0])]), StringComparison.Ordinal);
    }

    [Fact]
    public void NearDuplicates_AreAList_WhateverTheirIds()
    {
        ReportSuspect suspect = new(new ReportExample { Id = "a" }, 1, null, null, ["b;c", "d\"é"]);
        Assert.EndsWith(",\"[\"\"b;c\"\",\"\"d\\\"\"é\"\"]\"", SuspectFile.ToCsv([suspect]).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void QueriesInTheHeader_AreWhole_AfterWhatTheColumnHas()
    {
        Assert.StartsWith("candidate,label,\"score:a,b\"", Csv(ScoreScale.WithoutUnit), StringComparison.Ordinal);
        Assert.StartsWith("candidate,label,\"effect:a,b\"", Csv(ScoreScale.PerExample(7, "loss")), StringComparison.Ordinal);
        static string Csv(ScoreScale scale) => ScoreFile.ToCsv(scale, ["a,b"], [("c", "x", [1.0])]);
    }

    private static Neighbor Neighbour(string id) =>
        new()
        {
            QueryId = "q",
            Side = "Proponent",
            Rank = 1,
            ExampleId = id,
            Score = -3,
        };
}
