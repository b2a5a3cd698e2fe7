using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>Documentation lies beside what it documents, and its links lead somewhere.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void EveryLocalLink_LeadsToAFileAndAHeading()
    {
        List<string> broken = [];
        foreach (var page in Pages())
        {
            var text = WithoutCode(File.ReadAllText(page));
            foreach (Match match in Link().Matches(text))
            {
                var target = match.Groups["target"].Value;
                if (Regex.IsMatch(target, "^[a-z]+:", RegexOptions.IgnoreCase))
                {
                    continue;
                }

                var parts = target.Split('#', 2);
                var file =
                    parts[0].Length == 0
                        ? page
                        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(parts[0])));
                var found = File.Exists(file) || Directory.Exists(file);
                if (!found || (parts.Length == 2 && file.EndsWith(".md", StringComparison.Ordinal) && !Anchors(file).Contains(parts[1])))
                {
                    broken.Add($"{RepositoryFiles.Relative(page)}: {target}");
                }
            }
        }

        Assert.Empty(broken);
    }

    private static IEnumerable<string> Pages() =>
        Directory
            .EnumerateFiles(RepositoryFiles.Root, "*.md", SearchOption.TopDirectoryOnly)
            .Concat(
                new[] { "src", "eval", "infra", "pipelines", "tests" }
                    .Where(folder => Directory.Exists(RepositoryFiles.PathOf(folder)))
                    .SelectMany(folder => RepositoryFiles.List(folder, ".md"))
            );

    private static HashSet<string> Anchors(string page) =>
        [.. Heading().Matches(WithoutCode(File.ReadAllText(page))).Select(match => AnchorOf(match.Groups["text"].Value))];

    // The anchor of a heading as the usual viewers make it: lower case, words joined by hyphens, punctuation dropped.
    private static string AnchorOf(string heading) =>
        Regex.Replace(heading.Trim().ToLowerInvariant().Replace("`", "", StringComparison.Ordinal), @"[^\w\- ]", "").Replace(' ', '-');

    private static string WithoutCode(string text) =>
        Regex.Replace(text, @"^```.*?^```", "", RegexOptions.Multiline | RegexOptions.Singleline);

    [GeneratedRegex(@"(?<!`)\[[^\]]*\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
