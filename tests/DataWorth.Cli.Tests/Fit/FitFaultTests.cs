using System.Text.Json;

namespace DataWorth.Cli.Tests.Fit;

/// <summary>Tables, files and names that would give a wrong answer, or lose something, are refused or said in words.</summary>
public sealed class FitFaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-fault-").FullName;

    public FitFaultTests() => FlowerFiles.Write(_folder, rows: 60);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("id;a;kind\n1;1,5;x\n2;2,5;y\n3;1,0;x\n", "Column 'a' has '1,5' in line 2")]
    [InlineData("1.0,2.0,x\n2.0,3.0,y\n", "Line 1 of ")]
    [InlineData("id,a,kind\n1,1,x\n2,2,x\n", "have the class 'x', expected at least two classes")]
    [InlineData("id,a,kind\n1,01,x\n2,2,y\n3,3,x\n4,4,y\n", "Column 'a' has '01' in line 2")]
    public async Task TablesThatMeanSomethingElse_AreRefused(string table, string message)
    {
        await File.WriteAllTextAsync(Path("odd.csv"), table);
        var run = await CommandRun.Of($"fit --data {Path("odd.csv")} --label-column kind --model mlp --train {Store}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutputsThatAreInputs_AreRefused_AndTheInputStays()
    {
        await Run(Fit("flowers"));
        var before = await File.ReadAllTextAsync(Path("train.csv"));
        string[] commands =
        [
            $"suspects --name flowers --out {Path("train.csv")}",
            $"report --name flowers --out {Path("train.csv")}",
            $"report --name flowers --queries {Path("test.csv")} --out {Path("test.csv")}",
            $"score --name flowers --queries {Path("test.csv")} --candidates {Path("train.csv")} --out {Path("test.csv")}",
        ];
        foreach (var command in commands)
        {
            var run = await CommandRun.Of($"{command} {Store}");
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("which this command reads. Give another path.", run.Messages, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllTextAsync(Path("train.csv")));
    }

    [Fact]
    public async Task ColumnsOfOtherScales_AreStandardised_UnlessToldOtherwise()
    {
        var lines = await File.ReadAllLinesAsync(Path("train.csv"));
        string[] shifted =
        [
            lines[0],
            .. lines[1..]
                .Select(line => line.Split(','))
                .Select(cells => string.Join(',', [cells[0], cells[1] + "e6", cells[2] + "e6", .. cells[3..]])),
        ];
        await File.WriteAllLinesAsync(Path("train.csv"), shifted);
        var fit = await Run(Fit("flowers"));
        Assert.True(fit.GetProperty("trainingAccuracy").GetDouble() > 0.7);
    }

    [Fact]
    public async Task SecondFitOfAName_SaysThatItHidesTheFirst()
    {
        await Run(Fit("flowers"));
        var second = await Run(Fit("flowers") + " --set seed=3");
        Assert.Contains(
            second.GetProperty("warnings").EnumerateArray(),
            warning => warning.GetString()!.StartsWith("An earlier fit is called 'flowers' too", StringComparison.Ordinal)
        );
        var again = await Run(Fit("flowers") + " --set seed=3");
        Assert.Single(
            again.GetProperty("warnings").EnumerateArray(),
            warning => warning.GetString()!.StartsWith("An earlier fit", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task CheckpointOfAnotherNetwork_IsWrongInput()
    {
        await Run(Fit("flowers"));
        var weights = Directory.EnumerateFiles(Path("store/model"), "*.safetensors", SearchOption.AllDirectories).Single();
        var run = await CommandRun.Of(
            $"fit --data {Path("train.csv")} --label-column kind --model mlp --set model.hidden=9 --checkpoint {weights} --name other {Store}"
        );
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("not expected", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MethodThatRanksNoSuspects_SaysSo_AndHasAPageAllTheSame()
    {
        await Run(Fit("flowers").Replace("--rank 4", "--method representation-similarity", StringComparison.Ordinal));
        var run = await CommandRun.Of($"suspects --name flowers {Store}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("which no label enters", run.Messages, StringComparison.Ordinal);
        var page = await CommandRun.Of($"report --name flowers --queries {Path("test.csv")} --out {Path("page.html")} {Store}");
        Assert.True(page.ExitCode == 0, page.Messages);
    }

    [Theory]
    [InlineData("  - {kind: linear, out: 7}\n", "gives [7] for a row of the data, expected [3]")]
    [InlineData("  - {kind: embedding, rows: 9, width: 2}\n  - {kind: flatten}\n  - {kind: linear}\n", "The embedding gets ")]
    public async Task NetworksThatDoNotFitTheData_AreRefused(string layers, string message)
    {
        await File.WriteAllTextAsync(Path("net.yaml"), "kind: sequential\nlayers:\n" + layers);
        var run = await CommandRun.Of($"fit --data {Path("train.csv")} --label-column kind --model {Path("net.yaml")} --train {Store}");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdsWithLineEnds_StayOnOneLine()
    {
        var text = await File.ReadAllTextAsync(Path("train.csv"));
        await File.WriteAllTextAsync(Path("train.csv"), text.Replace("flower-7,", "\"flower\n7\",", StringComparison.Ordinal));
        await Run(Fit("flowers"));
        var run = await CommandRun.Of($"suspects --name flowers --top 60 {Store}");
        Assert.Contains("flower\\n7", run.Output, StringComparison.Ordinal);
    }

    private string Store => $"--store {Path("store")}";

    private string Path(string file) => System.IO.Path.Combine(_folder, file);

    private string Fit(string name) =>
        $"fit --data {Path("train.csv")} --label-column kind --model mlp --set model.hidden=16 --train --epochs 100 --rank 4 --name {name} {Store}";

    private static async Task<JsonElement> Run(string command)
    {
        var run = await CommandRun.Of(command + " --json");
        Assert.True(run.ExitCode == 0, run.Messages);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
