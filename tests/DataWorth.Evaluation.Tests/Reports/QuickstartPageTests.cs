using DataWorth.Evaluation.Reports.Quickstart;
using DataWorth.Tests.Shared;
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
        string path = Path.Combine(_folder, "report.html");
        QuickstartPage.Create(ExampleReport.Create()).Save(path);
        await using Chromium browser = await Chromium.StartAsync();
        Dictionary<bool, string> backgrounds = [];
        foreach ((int width, int height) in new[] { (1280, 900), (820, 1000), (390, 844), (320, 600) })
        {
            foreach (bool dark in new[] { false, true })
            {
                BrowserPage page = await BrowserPage.OpenAsync(browser, path, width, height, dark);
                await SaveScreenshotAsync(page, $"report-{width}-{(dark ? "dark" : "light")}.png");
                Assert.Empty(page.Errors);
                Assert.Empty(page.Requests);
                Assert.Equal(width, (int)(await page.EvaluateAsync("window.innerWidth"))!);
                Assert.Equal(width, (int)(await page.EvaluateAsync("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"))!);
                Assert.Equal(10, (int)(await page.EvaluateAsync("document.querySelectorAll('article.query').length"))!);
                Assert.Equal(0, (int)(await page.EvaluateAsync("[...document.images].filter(i => !i.complete || i.naturalWidth !== 28).length"))!);
                Assert.Equal("[]", (string)(await page.EvaluateAsync(TextTooSmall))!);
                Assert.Equal("[]", (string)(await page.EvaluateAsync(ContrastTooLow))!);
                backgrounds[dark] = (string)(await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor"))!;
            }
        }

        Assert.NotEqual(backgrounds[false], backgrounds[true]);
    }

    [ChromiumFact]
    public async Task Page_WithHostileTexts_ShowsThemAsText()
    {
        const string Hostile = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\"'&";
        string path = Path.Combine(_folder, "hostile.html");
        QuickstartPage.Create(ExampleReport.Create(Hostile) with { Command = Hostile, Notice = Hostile }).Save(path);
        await using Chromium browser = await Chromium.StartAsync();
        BrowserPage page = await BrowserPage.OpenAsync(browser, path, 1280, 900, dark: false);
        Assert.Equal(0, (int)(await page.EvaluateAsync("document.scripts.length"))!);
        Assert.Equal(Hostile, (string)(await page.EvaluateAsync("document.querySelector('.lead').textContent"))!);
        Assert.Equal(Hostile, (string)(await page.EvaluateAsync("document.querySelector('.command code').textContent"))!);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public void Page_ForbidsScriptsAndNetworkByItsOwnPolicy()
    {
        string page = QuickstartPage.Create(ExampleReport.Create()).Render();
        Assert.Contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", page, StringComparison.OrdinalIgnoreCase);
    }

    // Text nodes drawn smaller than 9 pixels (svg text is scaled with its drawing).
    private const string TextTooSmall = """
        JSON.stringify([...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.tagName !== 'title' && e.tagName !== 'desc' && e.getBoundingClientRect().width > 0)
          .map(e => { const scale = e.getScreenCTM ? e.getScreenCTM().a : 1; return [e.className.baseVal ?? e.className, e.textContent.slice(0, 20), parseFloat(getComputedStyle(e).fontSize) * scale]; })
          .filter(x => x[2] < 9))
        """;

    // Text whose contrast to the nearest painted background is below 4.5 (WCAG AA).
    private const string ContrastTooLow = """
        (() => {
          const rgb = s => { const m = s.match(/[\d.]+/g).map(Number); return m.length > 3 && m[3] === 0 ? null : m.slice(0, 3); };
          const luminance = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
          const background = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c) return c; } return [255, 255, 255]; };
          return JSON.stringify([...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && !['title', 'desc'].includes(e.tagName))
            .map(e => { const s = getComputedStyle(e); const a = luminance(rgb(e instanceof SVGElement ? s.fill : s.color)), b = luminance(background(e));
              return [e.textContent.slice(0, 20), Math.round((Math.max(a, b) + .05) / (Math.min(a, b) + .05) * 100) / 100]; })
            .filter(x => x[1] < 4.5).slice(0, 10));
        })()
        """;

    private static async Task SaveScreenshotAsync(BrowserPage page, string name)
    {
        string folder = RepositoryFiles.PathOf("artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name), await page.ScreenshotAsync(wholePage: true));
    }
}
