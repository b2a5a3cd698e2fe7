using System.Text.RegularExpressions;

namespace DataWorth.Packages.Tests;

/// <summary>The samples, copied out of the repository.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task OwnCnn_FindsTheWrongLabelsAmongTheSuspects()
    {
        var output = await Run("own-cnn");
        const string neighbor = @"^  drawing-\d{3} \(\w+\) (Proponent|Opponent ) [123]: drawing-\d{3} labelled";
        Assert.Equal(3 * 6, Regex.Count(output, neighbor, RegexOptions.Multiline));
        var suspects = Regex.Matches(output, @"^  drawing-\d{3} labelled \w+(?<wrong>\*?), suggested", RegexOptions.Multiline);
        Assert.Equal(10, suspects.Count);
        Assert.InRange(suspects.Count(suspect => suspect.Groups["wrong"].Length > 0), 8, 10);
    }

    [Fact]
    public async Task OwnText_LeadsASentenceToSentencesOfItsSubject()
    {
        var output = await Run("own-text");
        int About(string words, string query) =>
            output.Split($"Proponents of '{query}':\n")[1].Split("Opponents of")[0].Split('\n').Count(line => Regex.IsMatch(line, words));
        Assert.InRange(About("baker|bread|loaf|oven|dough", "the baker cuts the bread"), 2, 4);
        Assert.InRange(About("ship|harbour|sailor|tide", "the captain leaves the harbour at night"), 2, 4);
    }

    private static async Task<string> Run(string sample)
    {
        await PackageFeed.Get();
        using NewFolder folder = new();
        var target = Directory.CreateDirectory(Path.Combine(folder.Path, sample));
        foreach (var file in Directory.GetFiles(RepositoryFiles.PathOf("pipelines", "samples", sample)))
        {
            File.Copy(file, Path.Combine(target.FullName, Path.GetFileName(file)));
        }

        return await folder.Run(sample, "dotnet", "run");
    }
}
