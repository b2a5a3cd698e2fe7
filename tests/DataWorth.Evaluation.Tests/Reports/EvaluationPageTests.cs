using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;
using DataWorth.Tests.Shared.Browser;

namespace DataWorth.Evaluation.Tests.Reports;

/// <summary>The report of an evaluation as a browser sees it.</summary>
public sealed class EvaluationPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-evaluation-").FullName;

    public void Dispose() => TemporaryFolder.Remove(_folder);

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
                (int)(await page.EvaluateAsync("document.querySelectorAll('#costs ~ .columns figure > svg .mark').length"))!
            );
            Assert.Equal(3, (int)(await page.EvaluateAsync("document.querySelectorAll('article.sample').length"))!);
            Assert.Equal("[]", (string)(await page.EvaluateAsync(OverlappingTexts))!);
            Assert.Equal(0, (int)(await page.EvaluateAsync("document.querySelectorAll('.alert, .flip, .flipped').length"))!);
            Assert.Equal(
                0,
                (int)(await page.EvaluateAsync("[...document.images].filter(i => !i.complete || i.naturalWidth !== 28).length"))!
            );
        }
    }

    // Pairs of labels of one drawing that lie over one another.
    private const string OverlappingTexts = """
        JSON.stringify([...document.querySelectorAll('figure > svg')].flatMap(svg => {
          const texts = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]).filter(t => t[1].width > 0);
          return texts.flatMap((a, i) => texts.slice(i + 1).filter(b => a[1].left < b[1].right - 1 && b[1].left < a[1].right - 1 && a[1].top < b[1].bottom - 4 && b[1].top < a[1].bottom - 4)
            .map(b => [a[0], b[0]]));
        }))
        """;

    [ChromiumFact]
    public async Task WideTables_ShowThatTheyGoOn_AndCollidingLinesLeaveNamesFree()
    {
        var path = Path.Combine(_folder, "phone.html");
        EvaluationPage.Create(ExampleEvaluation.Create(), ExampleEvaluation.Images()).Save(path);
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, path, 390, 844, dark: false);
        Assert.True((bool)(await page.EvaluateAsync("[...document.querySelectorAll('.sheet')].some(e => e.scrollWidth > e.clientWidth)"))!);
        Assert.Contains(
            "local",
            (string)(await page.EvaluateAsync("getComputedStyle(document.querySelector('.sheet')).backgroundAttachment"))!,
            StringComparison.Ordinal
        );
        // Whatever is drawn at the middle of a name or value, the topmost thing is the text itself or its band.
        Assert.Equal(
            0,
            (int)(
                await page.EvaluateAsync(
                    "[...document.querySelectorAll('#scores ~ .columns text.name, #scores ~ .columns text.value')].filter(t => ![t, t.parentNode.querySelector('.band')].includes("
                        + "(t.scrollIntoView({block: 'center'}), r => document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2))(t.getBoundingClientRect()))).length"
                )
            )!
        );
    }

    [Fact]
    public void Page_BeginsWithTheVerdict_AndHasNoPerplexityForClassifiers()
    {
        var page = EvaluationPage.Create(ExampleEvaluation.Create(), ExampleEvaluation.Images()).Render();
        Assert.Contains(
            "<h1>EKFAC influence scores highest here; the difference to logra-pca rank=64 is not significant.</h1>",
            page,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("perplexity", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Read with caution", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfTooLittle_SaysSo_BeforeAnyNumber()
    {
        var result = ExampleEvaluation.Create();
        var page = EvaluationPage.Create(result with { Subsets = result.Subsets with { Count = 2 } }).Render();
        Assert.Contains("2 subsets are too few to order methods", page, StringComparison.Ordinal);
        Assert.True(
            page.IndexOf("2 subsets are too few", StringComparison.Ordinal) < page.IndexOf("class=\"figures\"", StringComparison.Ordinal)
        );
        Assert.Contains("<h1>EKFAC influence scores highest here, but subsets or queries are too few", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_AreColumns_WhereMethodsDiffer_AndAListWhereTheyDoNot()
    {
        var result = ExampleEvaluation.Create();
        var methods = result.Methods.Select(
            (method, i) => method with { AllOptions = new Dictionary<string, string>(method.AllOptions) { ["rank"] = $"{i}", ["name"] = "null" } }
        );
        var page = EvaluationPage.Create(result with { Methods = [.. methods] }).Render();
        var table = page[page.IndexOf("Methods, and the options in which they differ", StringComparison.Ordinal)..];
        Assert.Contains("<th>rank</th>", table, StringComparison.Ordinal);
        Assert.DoesNotContain("<th>damping</th>", table, StringComparison.Ordinal);
        Assert.Contains("<li>damping <b>0.1</b></li>", table, StringComparison.Ordinal);
        Assert.Contains("<li>trak <b>yes</b> <span>(trak 1 checkpoint, trak 3 checkpoints)</span></li>", table, StringComparison.Ordinal);
        Assert.DoesNotContain("<li>name ", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Queries_ShowPredictions_ProponentsAndOpponents_WrongOnesFirst()
    {
        var page = EvaluationPage.Create(ExampleEvaluation.Create(), ExampleEvaluation.Images()).Render();
        var cards = page[page.IndexOf("<article class=\"sample\">", StringComparison.Ordinal)..];
        Assert.Contains("predicted Shirt, 91.0", cards[..cards.IndexOf("</article>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("\u2212 opponents", cards, StringComparison.Ordinal);
        Assert.Contains("<span class=\"score\">\u221240.0</span><span class=\"label other\">\u2260 Shirt</span>", cards, StringComparison.Ordinal);
        Assert.Contains("<span class=\"label same\">Coat</span>", cards, StringComparison.Ordinal);
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
        Assert.Equal(Hostile, (string)(await page.EvaluateAsync("document.querySelector('.brand b').textContent"))!);
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

    private static IEnumerable<MethodDifference> Differences(string text) =>
        ExampleEvaluation.Create().Differences.Select(pair => pair with { Left = pair.Left + text, Right = pair.Right + text });
}
