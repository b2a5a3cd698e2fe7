namespace DataWorth.Tests.Shared.Browser;

/// <summary>What must hold for every page at every width in both themes.</summary>
internal static class PageChecks
{
    // Text nodes drawn smaller than 9 pixels (svg text is scaled with its drawing).
    private const string TextTooSmall = """
        JSON.stringify([...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.tagName !== 'title' && e.tagName !== 'desc' && e.getBoundingClientRect().width > 0)
          .map(e => { const scale = e.getScreenCTM ? e.getScreenCTM().a : 1; return [e.className.baseVal ?? e.className, e.textContent.slice(0, 20), parseFloat(getComputedStyle(e).fontSize) * scale]; })
          .filter(x => x[2] < 9))
        """;

    // Text whose contrast to the nearest painted background is below 4.5 (WCAG AA).
    private const string ContrastTooLow = """
        (() => {
          const rgba = s => { const m = s.match(/[\d.]+/g).map(Number); return m.length > 3 ? m : [...m, 1]; };
          const rgb = s => rgba(s).slice(0, 3);
          const luminance = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
          const background = e => { if (!e) return [255, 255, 255]; const c = rgba(getComputedStyle(e).backgroundColor);
            const under = c[3] === 1 ? c : background(e.parentElement); return [0, 1, 2].map(i => c[3] * c[i] + (1 - c[3]) * under[i]); };
          return JSON.stringify([...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && !['title', 'desc'].includes(e.tagName))
            .map(e => { const s = getComputedStyle(e); const a = luminance(rgb(e instanceof SVGElement ? s.fill : s.color)), b = luminance(background(e));
              return [e.textContent.slice(0, 20), Math.round((Math.max(a, b) + .05) / (Math.min(a, b) + .05) * 100) / 100]; })
            .filter(x => x[1] < 4.5).slice(0, 10));
        })()
        """;

    /// <summary>No errors, no requests, no sideways scrolling, no tiny text, enough contrast; and a picture for people.</summary>
    public static async Task AssertReadableAsync(BrowserPage page, int width, string screenshot)
    {
        await SaveScreenshotAsync(page, screenshot);
        Assert.True(page.Errors.Count == 0, string.Join('\n', page.Errors));
        Assert.Empty(page.Requests);
        Assert.Equal(width, (int)(await page.EvaluateAsync("window.innerWidth"))!);
        Assert.Equal(width, (int)(await page.EvaluateAsync("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"))!);
        Assert.Equal("[]", (string)(await page.EvaluateAsync(TextTooSmall))!);
        Assert.Equal("[]", (string)(await page.EvaluateAsync(ContrastTooLow))!);
    }

    /// <summary>Draws a page for people, where they want it (DATAWORTH_SCREENSHOTS=1): that takes longer than all checks.</summary>
    public static async Task SaveScreenshotAsync(BrowserPage page, string name, bool wholePage = true)
    {
        if (Environment.GetEnvironmentVariable("DATAWORTH_SCREENSHOTS") == "1")
        {
            var folder = RepositoryFiles.PathOf("artifacts", "screenshots");
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, name), await page.ScreenshotAsync(wholePage));
        }
    }
}
