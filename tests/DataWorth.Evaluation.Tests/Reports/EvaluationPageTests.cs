using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Tests.Shared.Browser;

namespace DataWorth.Evaluation.Tests.Reports;

/// <summary>The report of an evaluation as a browser sees it.</summary>
public sealed class EvaluationPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-evaluation-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ChromiumFact]
    public async Task Page_HasNoErrors_AsksForNothing_AndFitsEveryWidthInBothThemes()
    {
        var path = Path.Combine(_folder, "evaluation.html");
        var result = ExampleEvaluation.Create();
        EvaluationPage.Create(result, ExampleEvaluation.Images()).Save(path);
        await using var browser = await Chromium.StartAsync();
        foreach (
            var (width, height, dark) in new[]
            {
                (1280, 900, false),
                (1280, 900, true),
                (390, 844, false),
                (390, 844, true),
                (320, 600, false),
            }
        )
        {
            var page = await BrowserPage.OpenAsync(browser, path, width, height, dark);
            await PageChecks.AssertReadableAsync(page, width, $"evaluation-{width}-{(dark ? "dark" : "light")}.png");
            Assert.Equal(
                2 * result.Methods.Count,
                (int)(await page.EvaluateAsync("document.querySelectorAll('#scores ~ .columns rect.bar').length"))!
            );
            Assert.Equal(
                2 * result.Methods.Count,
                (int)(await page.EvaluateAsync("document.querySelectorAll('#costs ~ .columns circle.mark').length"))!
            );
            Assert.Equal(3, (int)(await page.EvaluateAsync("document.querySelectorAll('article.sample').length"))!);
            Assert.Equal(
                0,
                (int)(await page.EvaluateAsync("[...document.images].filter(i => !i.complete || i.naturalWidth !== 28).length"))!
            );
        }
    }

    [ChromiumFact]
    public async Task Page_OfATextTask_ShowsPassages()
    {
        var path = Path.Combine(_folder, "text.html");
        var result = ExampleEvaluation.Create() with { Checks = [], Brittleness = null };
        EvaluationPage.Create(result, ExampleEvaluation.Texts()).Save(path);
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, path, 390, 844, dark: false);
        await PageChecks.AssertReadableAsync(page, 390, "evaluation-text-390-light.png");
        Assert.StartsWith(
            "Query 0: the quick brown fox",
            (string)(await page.EvaluateAsync("document.querySelector('.passage').textContent"))!,
            StringComparison.Ordinal
        );
        Assert.Equal(0, (int)(await page.EvaluateAsync("document.querySelectorAll('#removals, #checks').length"))!);
    }

    [ChromiumFact]
    public async Task Page_WithHostileTexts_ShowsThemAsText()
    {
        const string Hostile = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\"'&";
        var path = Path.Combine(_folder, "hostile.html");
        EvaluationPage
            .Create(ExampleEvaluation.Create(Hostile) with { Differences = [.. Differences(Hostile)] }, ExampleEvaluation.Images(Hostile))
            .Save(path);
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, path, 1280, 900, dark: false);
        Assert.Equal(0, (int)(await page.EvaluateAsync("document.scripts.length"))!);
        Assert.Equal(Hostile, (string)(await page.EvaluateAsync("document.querySelector('h1').textContent"))!);
        Assert.Equal(Hostile, (string)(await page.EvaluateAsync("document.querySelector('.command code').textContent"))!);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public void Page_OfNothing_IsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => EvaluationPage.Create(ExampleEvaluation.Create() with { Methods = [] }));
        Assert.Equal("The evaluation 'fashion-mnist-mlp' has no methods to show, expected at least one.", exception.Message);
    }

    [Fact]
    public void Page_ShowsEveryNumberOfTheResult()
    {
        var result = ExampleEvaluation.Create();
        var page = EvaluationPage.Create(result).Render();
        foreach (var method in result.Methods)
        {
            Assert.Contains(Html.Text(method.Label).Markup, page, StringComparison.Ordinal);
            Assert.Contains(FormattableString.Invariant($">{method.Loss.Mean:0.000}<"), page, StringComparison.Ordinal);
        }

        Assert.Contains("noise ceiling 0.866", page, StringComparison.Ordinal);
        Assert.Contains("00112233445566778899aabbccddeeff", page, StringComparison.Ordinal);
    }

    private static IEnumerable<Results.MethodDifference> Differences(string text) =>
        ExampleEvaluation.Create().Differences.Select(pair => pair with { Left = pair.Left + text, Right = pair.Right + text });
}
