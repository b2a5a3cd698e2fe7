using DataWorth.Tests.Shared.Browser;

namespace DataWorth.Cli.Tests.Serve;

/// <summary>The page of a served fit as a browser shows it.</summary>
public sealed class ServePageTests(ServedFarm farm) : IClassFixture<ServedFarm>
{
    private const string Answered = "document.querySelector('#answer').getAttribute('aria-busy') === 'false' && answer !== null";
    private const string Token = "0123456789abcdef-owl";

    [ChromiumTheory]
    [InlineData(1280, 900, false)]
    [InlineData(390, 844, true)]
    public async Task APrompt_IsAskedByKeyboard_AndItsTokensShowWhatTheyAskFor(int width, int height, bool dark)
    {
        await using var server = await RunningServer.StartAsync("--name", "farm", "--store", farm.Store);
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, server.Page.AbsoluteUri, width, height, dark);
        await page.WaitForAsync("document.activeElement.id === 'prompt'");
        await page.TypeAsync("The owl on the farm");
        await page.EvaluateAsync("document.querySelector('#layers').checked = document.querySelector('#bm25').checked = true");
        await page.PressAsync("Enter", 13);
        await page.WaitForAsync(Answered);
        Assert.Equal(
            "The owl on the farm",
            await Text(page, "[...document.querySelectorAll('.token:not(.written)')].map(e => e.textContent).join('')")
        );
        Assert.Equal(await Text(page, "String(answer.proponents.length)"), $"{await Count(page, "#list > li")}");
        Assert.True(await Count(page, "#list mark") > 0);
        Assert.StartsWith(
            "Scores are shown divided by the number of training examples (6)",
            await Text(page, "document.querySelector('#meaning').textContent"),
            StringComparison.Ordinal
        );

        // Along the tokens by arrow keys: each passage shows its share.
        await page.EvaluateAsync("document.querySelector('.token[tabindex=\"0\"]').focus()");
        await page.PressAsync("ArrowRight", 39);
        Assert.Equal("1", await Text(page, "String([...document.querySelectorAll('.token')].indexOf(document.activeElement))"));
        Assert.Matches("^this token: .", await Text(page, "document.querySelector('.share').textContent"));
        await page.PressAsync("Enter", 13);
        Assert.Equal(1, await Count(page, ".token.pinned[aria-pressed=true]"));
        var shares = await Text(
            page,
            "listed.map(entry => share(entry, pinned)).every((value, place, all) => place === 0 || all[place - 1] >= value) ? 'falling' : 'mixed'"
        );
        Assert.Equal("falling", shares);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(part => part.open = true)");
        await PageChecks.AssertReadableAsync(page, width, $"serve-texts-{width}-{(dark ? "dark" : "light")}.png");
        await page.PressAsync("Escape", 27);
        Assert.Equal(0, await Count(page, ".token.pinned"));

        await page.HoverAsync(".token.written");
        Assert.Matches("^this token: .", await Text(page, "document.querySelector('.share').textContent"));
        await page.ClickAsync("input[value=opponents]");
        Assert.Equal(await Text(page, "String(Math.max(1, answer.opponents.length))"), $"{await Count(page, "#list > li")}");
        await page.ClickAsync("input[value=proponents]");
        await page.EvaluateAsync(
            "const filter = document.querySelector('#filter'); filter.value = 'owl.txt'; filter.dispatchEvent(new Event('change'))"
        );
        Assert.Equal(1, await Count(page, "#list > li"));
        Assert.Contains("owl.txt, character 0", await Text(page, "document.querySelector('#list').textContent"), StringComparison.Ordinal);
        Assert.Contains("number 1 by words", await Text(page, "document.querySelector('#list').textContent"), StringComparison.Ordinal);

        // What has the same words, without the model.
        await page.EvaluateAsync("const all = document.querySelector('#filter'); all.value = ''; all.dispatchEvent(new Event('change'))");
        await page.ClickAsync("input[value=words]");
        Assert.Equal(6, await Count(page, "#list > li"));
        Assert.StartsWith(
            "The owl on the farm",
            await Text(page, "document.querySelector('#list .words').textContent"),
            StringComparison.Ordinal
        );
        await PageChecks.AssertReadableAsync(page, width, $"serve-words-{width}-{(dark ? "dark" : "light")}.png");
        Assert.Empty(page.Errors);
    }

    [ChromiumTheory]
    [InlineData(1280, 900, true)]
    [InlineData(390, 844, false)]
    public async Task ARow_IsPickedByKeyboard(int width, int height, bool dark)
    {
        await using var server = await RunningServer.StartAsync(
            "--name",
            "flowers",
            "--queries",
            farm.PathOf("test.csv"),
            "--label-column",
            "kind",
            "--id-column",
            "id",
            "--store",
            farm.Store
        );
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, server.Page.AbsoluteUri, width, height, dark);
        await page.WaitForAsync("document.querySelectorAll('#queries button').length === 12");
        await page.ClickAsync("#contains");
        await page.TypeAsync("query-7");
        await page.WaitForAsync("document.querySelectorAll('#queries button').length === 1");
        await page.PressAsync("Tab", 9);
        await page.PressAsync("Tab", 9);
        await page.EvaluateAsync("document.querySelector('#queries button').focus()");
        await page.PressAsync("Enter", 13);
        await page.WaitForAsync(Answered);
        Assert.Contains("query-7: ", await Text(page, "document.querySelector('#query').textContent"), StringComparison.Ordinal);
        Assert.Equal(12, await Count(page, "#list > li"));
        await PageChecks.AssertReadableAsync(page, width, $"serve-rows-{width}-{(dark ? "dark" : "light")}.png");
    }

    [ChromiumFact]
    public async Task AToken_IsTypedOnce_AndWhatTheServerRefuses_IsSaid()
    {
        await using var server = await RunningServer.StartAsync("--name", "farm", "--store", farm.Store, "--token", Token);
        await using var browser = await Chromium.StartAsync();
        var page = await BrowserPage.OpenAsync(browser, server.Page.AbsoluteUri, 390, 844, dark: false);
        await page.WaitForAsync("document.activeElement.id === 'token'");
        await page.TypeAsync(Token);
        await page.PressAsync("Enter", 13);
        await page.WaitForAsync("document.activeElement.id === 'prompt'");
        Assert.Empty(page.Errors);
        await page.TypeAsync(new string('x', 400));
        await page.PressAsync("Enter", 13);
        await page.WaitForAsync("!document.querySelector('#error').hidden");
        Assert.Contains("positions", await Text(page, "document.querySelector('#error').textContent"), StringComparison.Ordinal);

        // In the address of a new tab it is taken from there and does not stay.
        var other = await BrowserPage.OpenAsync(browser, $"{server.Page}#token={Token}", 390, 844, dark: false);
        await other.WaitForAsync("document.activeElement.id === 'prompt'");
        Assert.Equal("", await Text(other, "location.hash"));
    }

    private static async Task<string> Text(BrowserPage page, string expression) => (string)(await page.EvaluateAsync(expression))!;

    private static async Task<int> Count(BrowserPage page, string selector) =>
        (int)(await page.EvaluateAsync($"document.querySelectorAll('{selector}').length"))!;
}
