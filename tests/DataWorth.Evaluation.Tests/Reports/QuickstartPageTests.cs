using DataWorth.Evaluation.Reports.Quickstart;
using DataWorth.Tests.Shared.Browser;

namespace DataWorth.Evaluation.Tests.Reports;

/// <summary>The report as a browser sees it.</summary>
public sealed class QuickstartPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ChromiumFact]
    public async Task Page_HasNoErrors_AsksForNothing_AndFitsEveryWidthInBothThemes()
    {
        var path = Path.Combine(_folder, "report.html");
        QuickstartPage.Create(ExampleReport.Create()).Save(path);
        await using var browser = await Chromium.StartAsync();
        Dictionary<bool, string> backgrounds = [];
        foreach ((var width, var height) in new[] { (1280, 900), (820, 1000), (390, 844), (320, 600) })
        {
            foreach (var dark in new[] { false, true })
            {
                var page = await BrowserPage.OpenAsync(browser, path, width, height, dark);
                await PageChecks.AssertReadableAsync(page, width, $"report-{width}-{(dark ? "dark" : "light")}.png");
                Assert.Equal(10, (int)(await page.EvaluateAsync("document.querySelectorAll('article.query').length"))!);
                Assert.Equal(
                    0,
                    (int)(await page.EvaluateAsync("[...document.images].filter(i => !i.complete || i.naturalWidth !== 28).length"))!
                );
                backgrounds[dark] = (string)(await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor"))!;
            }
        }

        Assert.NotEqual(backgrounds[false], backgrounds[true]);
    }

    [ChromiumFact]
    public async Task Page_WithHostileTexts_ShowsThemAsText()
    {
        const string Hostile = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\"'&";
        var path = Path.Combine(_folder, "hostile.html");
        QuickstartPage.Create(ExampleReport.Create(Hostile) with { Command = Hostile, Notice = Hostile }).Save(path);
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, path, 1280, 900, dark: false);
        Assert.Equal(0, (int)(await page.EvaluateAsync("document.scripts.length"))!);
        Assert.Equal(Hostile, (string)(await page.EvaluateAsync("document.querySelector('.lead').textContent"))!);
        Assert.Equal(Hostile, (string)(await page.EvaluateAsync("document.querySelector('.command code').textContent"))!);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public void Page_ForbidsScriptsAndNetworkByItsOwnPolicy()
    {
        var page = QuickstartPage.Create(ExampleReport.Create()).Render();
        Assert.Contains(
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
            System.Net.WebUtility.HtmlDecode(page),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", page, StringComparison.OrdinalIgnoreCase);
    }
}
