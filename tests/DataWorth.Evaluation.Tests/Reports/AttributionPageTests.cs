using System.Text.RegularExpressions;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Tests.Shared.Browser;

namespace DataWorth.Evaluation.Tests.Reports;

/// <summary>The page of a fit as a browser shows it.</summary>
public sealed class AttributionPageTests : IDisposable
{
    private const string DecodedWidths = """
        Promise.all([...new Set([...document.querySelectorAll('.pic')].map(e => getComputedStyle(e).backgroundImage))].map(async value => {
          const image = new Image(); image.src = value.slice(5, -2); await image.decode(); return image.naturalWidth;
        })).then(widths => [...new Set(widths)].join())
        """;
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-report-").FullName;

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [ChromiumFact]
    public async Task Page_HasNoErrors_AsksForNothing_AndFitsEveryWidthInBothThemes()
    {
        var path = Save(ExampleReport.Create());
        await using var browser = await Chromium.StartAsync();
        Dictionary<bool, string> backgrounds = [];
        foreach ((var width, var height) in new[] { (1280, 900), (820, 1000), (390, 844), (320, 600) })
        {
            foreach (var dark in new[] { false, true })
            {
                var page = await BrowserPage.OpenAsync(browser, path, width, height, dark);
                Assert.Equal("28", (string)(await page.EvaluateAsync(DecodedWidths))!);
                await page.EvaluateAsync("for (const part of document.querySelectorAll('details')) part.open = true");
                await PageChecks.AssertReadableAsync(page, width, $"report-{width}-{(dark ? "dark" : "light")}.png");
                Assert.Equal(10, await Count(page, "article.query"));
                Assert.Equal("none", (string)(await page.EvaluateAsync("getComputedStyle(document.querySelector('.pic')).filter"))!);
                backgrounds[dark] = (string)(await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor"))!;
            }
        }

        Assert.NotEqual(backgrounds[false], backgrounds[true]);
    }

    [ChromiumFact]
    public async Task PageOfTexts_AndOfTableRows_FitsEveryWidth()
    {
        await using var browser = await Chromium.StartAsync();
        foreach (var (name, report) in new[] { ("texts", ExampleReport.OfTexts()), ("rows", ExampleReport.OfRows()) })
        {
            var path = Save(report);
            foreach (var (width, height, dark) in new[] { (1280, 900, false), (390, 844, true) })
            {
                var page = await BrowserPage.OpenAsync(browser, path, width, height, dark);
                await PageChecks.AssertReadableAsync(page, width, $"report-{name}-{width}.png");
                Assert.Equal(0, await Count(page, ".pic"));
                await page.ClickAsync(".opponent .tile");
                Assert.True((bool)(await page.EvaluateAsync("document.querySelector('#shown').textContent.includes('the end')"))!);
                Assert.Empty(page.Errors);
            }
        }
    }

    [ChromiumFact]
    public async Task PageWithoutQueries_ShowsTheSuspectsAlone()
    {
        await using var browser = await Chromium.StartAsync();
        var report = ExampleReport.Create() with { Queries = [], Mislabels = null };
        var page = await BrowserPage.OpenAsync(browser, Save(report), 390, 844, dark: false);
        Assert.Equal(0, await Count(page, ".query, .tools, a[href=\"#predictions\"]"));
        await page.ClickAsync(".suspect");
        Assert.True((bool)(await page.EvaluateAsync("document.querySelector('#viewer').open"))!);
        await page.PressAsync("Escape", 27);
        await PageChecks.AssertReadableAsync(page, 390, "report-suspects-390.png");
    }

    [ChromiumFact]
    public async Task WithoutScript_EverythingIsShown_AndLinksLeadToTheExamples()
    {
        var path = Save(ExampleReport.Create());
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, path, 1280, 900, dark: false, scripts: false);
        Assert.Equal("none", (string)(await page.EvaluateAsync("getComputedStyle(document.querySelector('.tools')).display"))!);
        Assert.Equal("28", (string)(await page.EvaluateAsync(DecodedWidths))!);
        Assert.Equal(10, await Count(page, "article.query:not([hidden])"));
        Assert.Equal(
            0,
            (int)(await page.EvaluateAsync("[...document.querySelectorAll('a[href]')].filter(a => !document.querySelector(a.hash)).length"))!
        );
    }

    [ChromiumFact]
    public async Task Queries_AreOrderedSearchedAndFiltered()
    {
        const string Shown = "[...document.querySelectorAll('.query:not([hidden])')].map(e => e.dataset.id).join()";
        var report = ExampleReport.Create();
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, Save(report), 1280, 900, dark: false);
        var byDefault = string.Join(
            ',',
            report.Queries.OrderByDescending(query => query.IsWrong).ThenBy(query => query.Probability).Select(query => query.Id)
        );
        Assert.Equal(byDefault, (string)(await page.EvaluateAsync(Shown))!);
        Assert.Contains(report.Queries, query => query.IsWrong);
        await Choose(page, "sort", "id");
        Assert.Equal(
            string.Join(',', report.Queries.Select(query => query.Id).Order(StringComparer.Ordinal)),
            (string)(await page.EvaluateAsync(Shown))!
        );
        await Choose(page, "sort", "certainty");
        Assert.Equal(
            string.Join(',', report.Queries.OrderBy(query => query.Probability).Select(query => query.Id)),
            (string)(await page.EvaluateAsync(Shown))!
        );
        await Choose(page, "sort", "wrong");
        Assert.Equal(byDefault, (string)(await page.EvaluateAsync(Shown))!);

        await page.ClickAsync("#search");
        await page.TypeAsync("00003");
        Assert.Equal("test-00003", (string)(await page.EvaluateAsync(Shown))!);
        Assert.Equal("1 of 10", (string)(await page.EvaluateAsync("document.querySelector('#count').textContent"))!);
        await page.TypeAsync("nothing");
        Assert.Equal("", (string)(await page.EvaluateAsync(Shown))!);
        Assert.False((bool)(await page.EvaluateAsync("document.querySelector('#none').hidden"))!);
        await page.EvaluateAsync("document.querySelector('#search').value = ''");
        await Choose(page, "verdict", "wrong");
        Assert.Equal("test-00003", (string)(await page.EvaluateAsync(Shown))!);
        await Choose(page, "verdict", "");
        var name = report.Queries[0].Predicted!;
        await Choose(page, "class", name);
        Assert.Equal(
            report.Queries.Count(query => query.Predicted == name || query.TrueLabel == name),
            ((string)(await page.EvaluateAsync(Shown))!).Split(',').Length
        );
        Assert.Empty(page.Errors);
    }

    [ChromiumFact]
    public async Task Scores_AreShownInTheirUnitOrRelativeToTheStrongest()
    {
        const string First = """
            [...document.querySelectorAll('.proponent .tile')].slice(0, 2).map(tile => [...tile.querySelectorAll('b.absolute, b.relative')]
              .filter(score => getComputedStyle(score).display !== 'none').map(score => score.textContent)).join()
            """;
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, Save(ExampleReport.Create()), 390, 844, dark: false);
        Assert.Equal("+0.0667,+0.0333", (string)(await page.EvaluateAsync(First))!);
        await Choose(page, "scores", "relative");
        Assert.Equal("+100 %,+50 %", (string)(await page.EvaluateAsync(First))!);
        Assert.Equal(390, (int)(await page.EvaluateAsync("document.documentElement.scrollWidth"))!);
    }

    [ChromiumFact]
    public async Task Example_OpensLargeByClickAndByKey_EscapeClosesIt_AndTheFocusReturns()
    {
        const string Tile = ".query .opponent .tile";
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, Save(ExampleReport.Create()), 1280, 900, dark: false);
        var id = (string)(await page.EvaluateAsync($"document.querySelector('{Tile} .id').textContent"))!;
        var query = (string)(await page.EvaluateAsync("document.querySelector('.query').dataset.id"))!;
        await page.ClickAsync(Tile);
        await AssertOpen();
        await page.PressAsync("Escape", 27);
        await AssertClosed();

        await page.EvaluateAsync($"document.querySelector('{Tile}').focus()");
        await page.PressAsync("Enter", 13);
        await AssertOpen();
        Assert.True((double)(await page.EvaluateAsync("document.querySelector('#shown .pic').getBoundingClientRect().width"))! > 250);
        Assert.Equal(
            "pixelated",
            (string)(await page.EvaluateAsync("getComputedStyle(document.querySelector('#shown .pic')).imageRendering"))!
        );
        await PageChecks.SaveScreenshotAsync(page, "report-viewer.png", wholePage: false);
        await page.PressAsync("Escape", 27);
        await AssertClosed();

        // From an example to a query that it touches, hidden by a search or not.
        await page.ClickAsync("#search");
        await page.TypeAsync(query);
        await page.ClickAsync(".suspect");
        await page.PressAsync("Escape", 27);
        await page.ClickAsync(Tile);
        await page.ClickAsync("#shown ul.touches li:last-child a");
        await AssertClosed(focus: false);
        Assert.False((bool)(await page.EvaluateAsync("document.querySelector(location.hash).hidden"))!);
        await page.ClickAsync(".query .picture");
        Assert.True((bool)(await page.EvaluateAsync("document.querySelector('#viewer').open"))!);
        await page.ClickAsync("#close");
        await AssertClosed(focus: false);
        Assert.Empty(page.Errors);

        async Task AssertOpen()
        {
            Assert.True((bool)(await page.EvaluateAsync("document.querySelector('#viewer').open"))!);
            var text = (string)(await page.EvaluateAsync("document.querySelector('#shown').textContent"))!;
            Assert.Contains(id, text, StringComparison.Ordinal);
            Assert.Matches($"\u2212[0-9.]+ {query}", text);
        }

        async Task AssertClosed(bool focus = true)
        {
            Assert.False((bool)(await page.EvaluateAsync("document.querySelector('#viewer').open"))!);
            if (focus)
            {
                Assert.True((bool)(await page.EvaluateAsync($"document.activeElement === document.querySelector('{Tile}')"))!);
            }
        }
    }

    [ChromiumFact]
    public async Task Suspects_AreCopiedAndDownloaded()
    {
        var report = ExampleReport.Create();
        var ids = string.Concat(report.Suspects.Select(suspect => suspect.Example.Id + "\n"));
        await using var browser = await Chromium.StartAsync();
        await browser.SendAsync(
            "Browser.setDownloadBehavior",
            new() { ["behavior"] = "allow", ["downloadPath"] = _folder }
        );
        await browser.SendAsync(
            "Browser.grantPermissions",
            new() { ["permissions"] = new System.Text.Json.Nodes.JsonArray("clipboardReadWrite", "clipboardSanitizedWrite") }
        );
        var page = await BrowserPage.OpenAsync(browser, Save(report), 1280, 900, dark: false);
        await page.ClickAsync("#copy");
        Assert.Equal(ids, (string)(await page.EvaluateAsync("navigator.clipboard.readText()"))!);
        Assert.Equal(
            $"{report.Suspects.Count} ids copied.",
            (string)(await page.EvaluateAsync("document.querySelector('#copied').textContent"))!
        );

        // A browser without the clipboard of scripts still has the one of selections.
        await page.EvaluateAsync(
            "navigator.clipboard.writeText('').then(() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); })"
        );
        await page.ClickAsync("#copy");
        Assert.Equal(ids, (string)(await page.EvaluateAsync("navigator.clipboard.readText()"))!);

        await page.ClickAsync("#download");
        var file = Path.Combine(_folder, "suspects.csv");
        for (var wait = 0; wait < 100 && !File.Exists(file); wait++)
        {
            await Task.Delay(100);
        }

        Assert.Equal(SuspectFile.ToCsv(report.Suspects), await File.ReadAllTextAsync(file));
        Assert.Empty(page.Errors);
    }

    [ChromiumFact]
    public async Task PageOfAThousandQueries_HoldsEachPictureOnce_AndIsSearchedAtOnce()
    {
        var small = ExampleReport.Create();
        var report = small with
        {
            Queries =
            [
                .. Enumerable.Range(0, 1000).Select(place => small.Queries[place % 10] with { Id = $"query-{place:0000}" }),
            ],
        };
        var html = AttributionPage.Create(report).Render();
        var pictures = report
            .Queries.SelectMany(query => query.Proponents.Concat(query.Opponents), (_, near) => near.Example.Content)
            .Concat(report.Queries.Select(query => query.Content))
            .Concat(report.Suspects.Select(suspect => suspect.Example.Content))
            .Select(content => Convert.ToBase64String(content.Png.Span))
            .Distinct()
            .Count();
        Assert.Equal(pictures, Regex.Count(html, "data:image/png;base64"));
        Assert.InRange(html.Length, 1_000_000, 9_000_000);
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, Save(report), 390, 844, dark: false);
        await page.ClickAsync("#search");
        await page.TypeAsync("query-0777");
        Assert.Equal(1, await Count(page, ".query:not([hidden])"));
        var milliseconds = (double)
            (
                await page.EvaluateAsync(
                    """
                    (() => {
                      const start = performance.now(), field = document.querySelector('#search');
                      field.value = 'query-00';
                      field.dispatchEvent(new Event('input'));
                      document.body.getBoundingClientRect();
                      return performance.now() - start;
                    })()
                    """
                )
            )!;
        Assert.Equal(100, await Count(page, ".query:not([hidden])"));
        Assert.InRange(milliseconds, 0, 2000);
    }

    [ChromiumFact]
    public async Task HostileTexts_AreShownAsTexts()
    {
        const string Hostile = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\"'&</script></style>";
        var report = ExampleReport.Create(Hostile);
        ReportExample example = new()
        {
            Id = Hostile,
            Label = Hostile,
            TrueLabel = "a",
            Content = new ExampleContent { Text = Hostile, Columns = [new(Hostile, Hostile)] },
        };
        report = report with
        {
            Command = Hostile,
            Notice = Hostile,
            Notes = [Hostile],
            ClassNames = [Hostile],
            Queries =
            [
                .. report.Queries,
                report.Queries[0] with
                {
                    Id = Hostile,
                    Predicted = Hostile,
                    TrueLabel = Hostile,
                    Probability = 0,
                    Content = example.Content,
                    Proponents = [new ReportNeighbour(example, 50)],
                },
            ],
            Suspects = [new ReportSuspect(example, 2, Hostile, 1, [Hostile])],
        };
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, Save(report), 1280, 900, dark: false);
        Assert.Equal(1, (int)(await page.EvaluateAsync("document.scripts.length"))!);
        Assert.Equal(0, (int)(await page.EvaluateAsync("document.images.length"))!);
        Assert.Equal(Hostile, (string)(await page.EvaluateAsync("document.querySelector('.lead').textContent"))!);
        Assert.Equal(Hostile, (string)(await page.EvaluateAsync("document.querySelector('.command code').textContent"))!);
        await page.ClickAsync(".suspect");
        Assert.Equal(Hostile, (string)(await page.EvaluateAsync("document.querySelector('#shown h3').textContent"))!);
        Assert.NotEqual("owned", (string)(await page.EvaluateAsync("document.title"))!);
        Assert.Empty(page.Errors);
    }

    [ChromiumFact]
    public async Task Policy_AllowsThePagesOwnScriptAndNoOther()
    {
        var html = AttributionPage.Create(ExampleReport.Create()).Render();
        Assert.Matches(
            "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-[A-Za-z0-9+/=]{44}'; "
                + "base-uri 'none'; form-action 'none'\"",
            System.Net.WebUtility.HtmlDecode(html)
        );
        Assert.DoesNotMatch(" on[a-z]+=", html);
        Assert.DoesNotContain("http:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", html, StringComparison.OrdinalIgnoreCase);
        var path = Path.Combine(_folder, "injected.html");
        await File.WriteAllTextAsync(
            path,
            html.Replace(
                "</main>",
                "</main><script>window.owned = 1</script><b id=\"b\" onclick=\"window.owned = 2\">b</b>",
                StringComparison.Ordinal
            )
        );
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, path, 1280, 900, dark: false);
        await page.ClickAsync("#b");
        Assert.True((bool)(await page.EvaluateAsync("window.owned === undefined"))!);
        Assert.True((bool)(await page.EvaluateAsync("document.documentElement.classList.contains('scripted')"))!);
        Assert.NotEmpty(page.Errors);
    }

    private string Save(AttributionReport report)
    {
        var path = Path.Combine(_folder, "report.html");
        AttributionPage.Create(report).Save(path);
        return path;
    }

    private static async Task<int> Count(BrowserPage page, string selector) =>
        (int)(await page.EvaluateAsync($"document.querySelectorAll('{selector}').length"))!;

    private static Task Choose(BrowserPage page, string field, string value) =>
        page.EvaluateAsync(
            $$"""
            (() => {
              const field = document.querySelector('#{{field}}');
              field.value = '{{value}}';
              field.dispatchEvent(new Event('input'));
            })()
            """
        );
}
