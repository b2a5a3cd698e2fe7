using System.Text.Json.Nodes;

namespace DataWorth.Tests.Shared.Browser;

/// <summary>A page opened from a file, without network, or from a server of this machine, at a given width and colour scheme.</summary>
internal sealed class BrowserPage
{
    private readonly Chromium _browser;
    private readonly string _session;

    private readonly Uri _address;

    private BrowserPage(Chromium browser, string session, Uri address) => (_browser, _session, _address) = (browser, session, address);

    /// <summary>Opens a file, or an address, and waits until it is loaded.</summary>
    public static async Task<BrowserPage> OpenAsync(Chromium browser, string path, int width, int height, bool dark, bool scripts = true)
    {
        var target = await browser.SendAsync("Target.createTarget", new() { ["url"] = "about:blank" });
        var attached = await browser.SendAsync(
            "Target.attachToTarget",
            new() { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true }
        );
        Uri address = new(path);
        BrowserPage page = new(browser, (string)attached["sessionId"]!, address);
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await page.SendAsync(domain + ".enable");
        }

        if (address.IsFile)
        {
            await page.SendAsync(
                "Network.emulateNetworkConditions",
                new()
                {
                    ["offline"] = true,
                    ["latency"] = 0,
                    ["downloadThroughput"] = 0,
                    ["uploadThroughput"] = 0,
                }
            );
        }

        await page.SendAsync(
            "Emulation.setDeviceMetricsOverride",
            new()
            {
                ["width"] = width,
                ["height"] = height,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = width < 600,
            }
        );
        JsonArray features = [new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }];
        await page.SendAsync("Emulation.setEmulatedMedia", new() { ["features"] = features });
        await page.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = !scripts });
        // As if the page were in front, which the clipboard asks for.
        await page.SendAsync("Emulation.setFocusEmulationEnabled", new() { ["enabled"] = true });
        browser.Events.Clear();
        await page.SendAsync("Page.navigate", new() { ["url"] = address.AbsoluteUri });
        await browser.WaitForAsync("Page.loadEventFired");
        return page;
    }

    private IEnumerable<JsonNode> Events => _browser.Events.Where(entry => (string?)entry["sessionId"] == _session);

    /// <summary>Errors that the page caused: exceptions, console errors, refused or failed requests.</summary>
    public IReadOnlyList<string> Errors =>
        [
            .. Events
                .Where(entry =>
                    (string?)entry["method"] switch
                    {
                        "Runtime.exceptionThrown" => true,
                        // Chromium now and then calls a stream cancelled that a script has read to its end.
                        "Network.loadingFailed" => (bool?)entry["params"]!["canceled"] is not true,
                        "Runtime.consoleAPICalled" => (string?)entry["params"]!["type"] is "error" or "assert",
                        "Log.entryAdded" => (string?)entry["params"]!["entry"]!["level"] is "error" or "warning",
                        _ => false,
                    }
                )
                .Select(entry => entry["params"]!.ToJsonString()),
        ];

    /// <summary>Addresses that the page asked for, other than itself, its own server and data inside it.</summary>
    public IReadOnlyList<string> Requests =>
        [
            .. Events
                .Where(entry => (string?)entry["method"] == "Network.requestWillBeSent")
                .Select(entry => (string)entry["params"]!["request"]!["url"]!)
                .Where(address =>
                    !address.StartsWith("data:", StringComparison.Ordinal)
                    && !address.StartsWith("file:", StringComparison.Ordinal)
                    && (_address.IsFile || !address.StartsWith(_address.GetLeftPart(UriPartial.Authority) + "/", StringComparison.Ordinal))
                ),
        ];

    /// <summary>The value of a JavaScript expression; a promise is waited for.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await SendAsync(
            "Runtime.evaluate",
            new()
            {
                ["expression"] = expression,
                ["returnByValue"] = true,
                ["awaitPromise"] = true,
            }
        );
        return answer["exceptionDetails"] is { } error
            ? throw new InvalidOperationException(error.ToJsonString())
            : answer["result"]!["value"];
    }

    /// <summary>Moves the mouse to the middle of the first element that a selector finds.</summary>
    public async Task HoverAsync(string selector)
    {
        var place = await PlaceAsync(selector);
        await SendAsync(
            "Input.dispatchMouseEvent",
            new()
            {
                ["type"] = "mouseMoved",
                ["x"] = (double)place["x"]!,
                ["y"] = (double)place["y"]!,
            }
        );
    }

    /// <summary>Waits until a JavaScript expression is true.</summary>
    public async Task WaitForAsync(string expression)
    {
        for (var patience = 600; !(bool)(await EvaluateAsync($"Boolean({expression})"))!; patience--)
        {
            Assert.True(patience > 0, $"It did not come true in a minute: {expression}");
            await Task.Delay(100);
        }
    }

    /// <summary>Presses and releases the mouse in the middle of the first element that a selector finds.</summary>
    public async Task ClickAsync(string selector)
    {
        var place = await PlaceAsync(selector);
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
        {
            await SendAsync(
                "Input.dispatchMouseEvent",
                new()
                {
                    ["type"] = type,
                    ["x"] = (double)place["x"]!,
                    ["y"] = (double)place["y"]!,
                    ["button"] = "left",
                    ["clickCount"] = 1,
                }
            );
        }
    }

    /// <summary>Presses and releases a key that writes nothing, or Enter.</summary>
    /// <param name="key">Its name, such as "Escape".</param>
    /// <param name="code">Its number on Windows, which DevTools asks for.</param>
    public async Task PressAsync(string key, int code)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            JsonObject press = new()
            {
                ["type"] = type,
                ["key"] = key,
                ["code"] = key,
                ["windowsVirtualKeyCode"] = code,
            };
            if (key == "Enter" && type == "keyDown")
            {
                press["text"] = "\r";
            }

            await SendAsync("Input.dispatchKeyEvent", press);
        }
    }

    /// <summary>Types a text where the focus is.</summary>
    public Task TypeAsync(string text) => SendAsync("Input.insertText", new() { ["text"] = text });

    /// <summary>A PNG picture of the page: of the window, or of all of it.</summary>
    public async Task<byte[]> ScreenshotAsync(bool wholePage)
    {
        JsonObject parameters = new()
        {
            ["format"] = "png",
            ["captureBeyondViewport"] = wholePage,
            ["optimizeForSpeed"] = true,
        };
        if (wholePage)
        {
            var size = (await SendAsync("Page.getLayoutMetrics"))["cssContentSize"]!;
            parameters["clip"] = new JsonObject
            {
                ["x"] = 0,
                ["y"] = 0,
                ["width"] = (double)size["width"]!,
                ["height"] = (double)size["height"]!,
                ["scale"] = 1,
            };
        }

        return Convert.FromBase64String((string)(await SendAsync("Page.captureScreenshot", parameters))["data"]!);
    }

    // The middle of an element, which is brought into the window.
    private async Task<JsonNode> PlaceAsync(string selector) =>
        (
            await EvaluateAsync(
                $$"""
                (() => {
                  const element = document.querySelector({{JsonValue.Create(selector).ToJsonString()}});
                  element.scrollIntoView({ block: 'center', behavior: 'instant' });
                  const { left, top, width, height } = element.getBoundingClientRect();
                  return { x: left + width / 2, y: top + height / 2 };
                })()
                """
            )
        )!;

    private Task<JsonNode> SendAsync(string method, JsonObject? parameters = null) => _browser.SendAsync(method, parameters, _session);
}
