using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace DataWorth.Cli.Tests.Serve;

/// <summary>The API of a served fit.</summary>
public sealed class ServeApiTests(ServedFarm farm) : IClassFixture<ServedFarm>
{
    private const string Token = "0123456789abcdef-owl";

    [Fact]
    public async Task AnAnswer_StreamsItsWords_AndItsPassagesAreThoseOfAsk()
    {
        await using var server = await ServeFarm();
        var events = await server.EventsAsync(
            new
            {
                prompt = "The owl on the farm",
                maxTokens = 6,
                top = 4,
                layers = true,
                queryTokens = true,
                opponents = true,
            }
        );
        Assert.All(events.SkipLast(2), told => Assert.Equal("text", Text(told, "event")));
        Assert.All(events.TakeLast(2), told => Assert.Equal("passages", Text(told, "event")));
        Assert.Equal([false, true], events.TakeLast(2).Select(told => told.GetProperty("isWhole").GetBoolean()));
        var answer = events[^1].GetProperty("answer");
        Assert.Equal(Text(answer, "completion"), string.Concat(events.SkipLast(2).Select(told => Text(told, "text"))));
        // What is found first is what stays; where its scores come from is not known yet.
        var first = events[^2].GetProperty("answer");
        Assert.Equal(Scored(answer), Scored(first));
        Assert.DoesNotContain("queryTokens", first.ToString(), StringComparison.Ordinal);
        await server.StopAsync();

        string[] ask = ["ask", "The owl on the farm", "--max-tokens", "6", "--top", "4", "--layers", "--query-tokens", "--name", "farm"];
        var run = await CommandRun.Of([.. ask, "--json", "--store", farm.Store]);
        using var expected = JsonDocument.Parse(run.Output);
        // Where both sides are listed, each has what speaks for it.
        Assert.Equal(
            expected.RootElement.GetProperty("passages").EnumerateArray().Where(passage => Score(passage) > 0).Select(Rounded),
            answer.GetProperty("passages").EnumerateArray().Select(Rounded)
        );
        var opponents = answer.GetProperty("opponents").EnumerateArray().ToList();
        Assert.All(opponents, opponent => Assert.True(opponent.GetProperty("score").GetDouble() < 0));
        Assert.Equal(opponents.OrderBy(Score).Select(Rounded), opponents.Select(Rounded));

        static string Rounded(JsonElement passage) =>
            $"{Text(passage, "id")} {Score(passage):g4} {passage.GetProperty("layers").GetArrayLength()} "
            + string.Concat(passage.GetProperty("queryTokens").EnumerateArray().Select(token => Text(token, "text")));
        static double Score(JsonElement passage) => passage.GetProperty("score").GetDouble();
        static IEnumerable<string> Scored(JsonElement answer) =>
            new[] { "passages", "opponents" }
                .SelectMany(side => answer.GetProperty(side).EnumerateArray())
                .Select(passage => $"{Text(passage, "id")} {Score(passage)} {Text(passage, "text")}");
    }

    [Fact]
    public async Task TwoStagesAndSharedWords_AreThoseOfAsk()
    {
        string[] stages = ["--then", "sharper", "--shortlist", "12", "--recall-rows", "6"];
        await using var server = await ServeFarm(stages);
        Assert.Equal("sharper", Text(JsonElement.Parse(await server.Client.GetStringAsync("/api/fit")), "name"));
        var events = await server.EventsAsync(
            new
            {
                prompt = "The owl on the farm",
                completion = " says hoot.",
                bm25 = true,
            }
        );
        var answer = events[^1].GetProperty("answer");
        await server.StopAsync();
        string[] ask = ["ask", "The owl on the farm", "--completion", " says hoot.", "--name", "farm", "--top", "12", "--bm25", .. stages];
        var run = await CommandRun.Of([.. ask, "--json", "--store", farm.Store]);
        Assert.True(run.ExitCode == 0, run.Messages);
        var expected = JsonElement.Parse(run.Output);
        foreach (var part in new[] { "passages", "bm25" })
        {
            Assert.Equal(
                expected.GetProperty(part).EnumerateArray().Select(found => $"{Text(found, "id")} {found.GetProperty("score")}"),
                answer.GetProperty(part).EnumerateArray().Select(found => $"{Text(found, "id")} {found.GetProperty("score")}")
            );
        }

        Assert.All(
            ["first", "second", "agreement", "recall", "scoredRows"],
            part =>
                Assert.Equal(
                    expected.GetProperty("stages").GetProperty(part).ToString(),
                    answer.GetProperty("stages").GetProperty(part).ToString()
                )
        );
        Assert.Equal("owl.txt", Text(answer.GetProperty("bm25")[0], "document"));
    }

    [Theory]
    [InlineData("{\"prompt\": 3}", 422, "'prompt' is 3, expected a text.")]
    [InlineData("{\"prompt\": \"a\", \"top\": 1000}", 422, "'top' is 1000, expected a whole number from 1 to 100.")]
    [InlineData("{\"prompt\": \"a\", \"seed\": 1.5}", 422, "'seed' is 1.5, expected a whole number")]
    [InlineData("{\"prompt\": \"a\", \"layers\": \"yes\"}", 422, "'layers' is \"yes\", expected true or false.")]
    [InlineData("{\"prompt\": \"a\", \"k\": 3}", 422, "The body has a member 'k', expected some of prompt, completion,")]
    [InlineData("{\"prompt\": \"a\", \"completion\": \"\"}", 422, "'completion' is empty")]
    [InlineData("{\"prompt\": \"a\", \"completion\": \"b\", \"seed\": 1}", 422, "leave maxTokens, temperature and seed out")]
    [InlineData("{\"query\": \"a\"}", 422, "is asked in words")]
    [InlineData("[]", 422, "The body is no JSON object.")]
    [InlineData("{\"prompt\": ", 422, "The body is no JSON: line 1")]
    [InlineData("", 422, "The body is no JSON")]
    [InlineData("{\"prompt\": \"LONG\"}", 422, "positions")]
    [InlineData("{\"prompt\": \"half \\ufffd of it\"}", 422, "The prompt has something at character 5 that is no text")]
    [InlineData("{\"prompt\": \"TOO LARGE\"}", 413, "at most 64 KB are read")]
    [InlineData("{\"prompt\": \"a\", \"prompt\": \"b\"}", 422, "The body has a member twice")]
    public async Task WrongInput_IsA4xxWithASentence(string body, int status, string message)
    {
        await using var server = await ServeFarm();
        body = body.Replace("LONG", new('x', 300), StringComparison.Ordinal)
            .Replace("TOO LARGE", new('x', 70_000), StringComparison.Ordinal);
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using var response = await server.Client.PostAsync("/api/ask", content);
        await AssertRefused(response, status, message);
    }

    [Fact]
    public async Task WhatIsNotThere_OrNotAllowed_IsRefusedWithASentence()
    {
        await using var server = await ServeFarm();
        using HttpRequestMessage head = new(HttpMethod.Head, "/");
        using var page = await server.Client.SendAsync(head);
        Assert.True(page.IsSuccessStatusCode);
        using var plain = new StringContent("{\"prompt\": \"a\"}", Encoding.UTF8, "text/plain");
        using var other = await server.Client.PostAsync("/api/ask", plain);
        await AssertRefused(other, 415, "Send it as 'application/json'");
        using var missing = await server.Client.GetAsync("/api/nothing");
        await AssertRefused(missing, 404, "There is nothing at '/api/nothing'.");
        using var method = await server.Client.GetAsync("/api/ask");
        await AssertRefused(method, 405, "'/api/ask' does not take GET.");
        using var range = await server.Client.GetAsync("/api/queries?take=1000");
        await AssertRefused(range, 422, "'take' is '1000', expected a whole number from 1 to 200.");
        using HttpRequestMessage rebound = new(HttpMethod.Get, "/api/fit");
        rebound.Headers.Host = "evil.example:80";
        using var stranger = await server.Client.SendAsync(rebound);
        await AssertRefused(stranger, 421, "This server is not 'evil.example'.");
        await using var mixed = await RunningServer.StartAsync("--name", "mixed", "--store", farm.Store);
        using var layers = await mixed.AskAsync(new { prompt = "The cow", layers = true });
        await AssertRefused(layers, 422, "Leave 'layers' out");
    }

    [Fact]
    public async Task AToken_IsAskedFor_AndPrintedNowhere()
    {
        var log = farm.PathOf("serve.log");
        await using var server = await ServeFarm("--token", Token, "--log-file", log, "--verbose");
        using var without = await server.Client.GetAsync("/api/fit");
        await AssertRefused(without, 401, "Authorization: Bearer TOKEN");
        Assert.Equal("Bearer", without.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Contains("data-token=\"needed\"", await server.Client.GetStringAsync("/"), StringComparison.Ordinal);
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", Token[..^1]);
        using var wrong = await server.AskAsync(new { prompt = "The cow" });
        await AssertRefused(wrong, 401, "asks for its token");
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        Assert.Equal("passages", Text((await server.EventsAsync(new { prompt = "The cow", maxTokens = 2 }))[^1], "event"));
        Assert.Equal(0, await server.StopAsync());
        var logged = await File.ReadAllTextAsync(log);
        Assert.Contains("--token ***", logged, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, logged + server.Printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("so that they need a token to ask: set DATAWORTH_TOKEN", "--address", "0.0.0.0")]
    [InlineData("so that they need a token to ask", "--address", "::")]
    [InlineData("--address is 'example.org', expected an IP address", "--address", "example.org")]
    [InlineData("The token has 5 characters, expected at least 16", "--token", "short")]
    [InlineData("--port is '70000', expected a whole number from 0 to 65535.", "--port", "70000")]
    public async Task AnAddressThatIsNotSafe_IsRefused(string message, params string[] options)
    {
        var run = await CommandRun.Of(["serve", "--name", "farm", "--store", farm.Store, .. options]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APortThatIsTaken_IsOneSentence()
    {
        await using var server = await ServeFarm();
        var run = await CommandRun.Of(["serve", "--name", "farm", "--store", farm.Store, "--port", $"{server.Page.Port}"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"Port {server.Page.Port} of 127.0.0.1 cannot be had", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FiftyAskersAtOnce_AllGetTheSameAnswer_AndMemoryStaysFlat()
    {
        await using var server = await ServeFarm();
        var first = await AskAll();
        Assert.Single(first.Distinct());
        var before = Environment.WorkingSet;
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(first, await AskAll());
        }

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 64 << 20);

        async Task<string[]> AskAll() =>
            await Task.WhenAll(
                Enumerable
                    .Range(0, 50)
                    .Select(async _ =>
                    {
                        using var response = await server.AskAsync(
                            new
                            {
                                prompt = "The dog",
                                maxTokens = 3,
                                queryTokens = true,
                            }
                        );
                        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                        return await response.Content.ReadAsStringAsync();
                    })
            );
    }

    [Fact]
    public async Task WhereTooManyWait_TheRestIsToldToComeAgain()
    {
        await using var server = await ServeFarm("--waiting", "2");
        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => server.AskAsync(new { prompt = "The dog" })));
        var refused = responses.Where(response => response.StatusCode == HttpStatusCode.ServiceUnavailable).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, response => Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero));
        await AssertRefused(refused[0], 503, "Too many questions are waiting.");
        Assert.Contains(responses, response => response.IsSuccessStatusCode);
        Array.ForEach(responses, response => response.Dispose());
        Assert.NotEmpty(await server.EventsAsync(new { prompt = "The dog" }));
    }

    [Fact]
    public async Task SlowClients_HoldUpNobody()
    {
        await using var server = await ServeFarm();
        List<TcpClient> slow = [];
        try
        {
            for (var i = 0; i < 20; i++)
            {
                TcpClient client = new() { ReceiveBufferSize = 1024 };
                slow.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, server.Page.Port);
                // Asks and never reads; or never ends its question.
                var body = "{\"prompt\": \"The cow\", \"top\": 6, \"queryTokens\": true}";
                var question =
                    $"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(i % 2 == 0 ? question : question[..^5]));
            }

            var events = await server.EventsAsync(new { prompt = "The cow", maxTokens = 3 }).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal("passages", Text(events[^1], "event"));
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task TheDocument_NamesWhatThereIs()
    {
        await using var server = await ServeFarm();
        using var document = JsonDocument.Parse(await server.Client.GetStringAsync("/openapi.json"));
        Assert.Equal("3.1.0", Text(document.RootElement, "openapi"));
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            var method = path.Value.EnumerateObject().Single();
            using HttpRequestMessage request = new(new(method.Name.ToUpperInvariant()), path.Name);
            request.Content = method.Name == "post" ? JsonContent.Create(new { prompt = "The cow", maxTokens = 1 }) : null;
            using var response = await server.Client.SendAsync(request);
            Assert.True(response.IsSuccessStatusCode, path.Name);
            var types = method.Value.GetProperty("responses").GetProperty("200").GetProperty("content");
            Assert.Equal(types.EnumerateObject().Single().Name, response.Content.Headers.ContentType!.MediaType);
        }

        using var unknown = await server.AskAsync(new { unknown = 1 });
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        var members = schemas.GetProperty("Question").GetProperty("properties").EnumerateObject().Select(member => member.Name);
        await AssertRefused(unknown, 422, $"expected some of {string.Join(", ", members)}.");
    }

    [Fact]
    public async Task RowsToPickFrom_AreAnsweredAsTopKDoes()
    {
        string[] rows = ["--name", "flowers", "--queries", farm.PathOf("test.csv"), "--label-column", "kind", "--store", farm.Store];
        await using var server = await RunningServer.StartAsync(rows);
        var fit = await server.Client.GetFromJsonAsync<JsonElement>("/api/fit");
        Assert.Equal(("rows", 12), (Text(fit, "kind"), fit.GetProperty("queries").GetInt32()));
        var found = await server.Client.GetFromJsonAsync<JsonElement>("/api/queries?contains=QUERY-1&take=2");
        Assert.Equal(3, found.GetProperty("total").GetInt32());
        Assert.Equal(["query-1", "query-10"], found.GetProperty("rows").EnumerateArray().Select(row => Text(row, "id")));
        var answer = (await server.EventsAsync(new { query = "query-7", top = 5 })).Single().GetProperty("answer");
        Assert.Equal("query-7", Text(answer.GetProperty("query"), "id"));
        using var missing = await server.AskAsync(new { query = "query-70" });
        await AssertRefused(missing, 422, "There is no row 'query-70' among the 12");
        using var words = await server.AskAsync(new { prompt = "The cow" });
        await AssertRefused(words, 422, "is asked about rows");
        await server.StopAsync();

        var run = await CommandRun.Of(["topk", .. rows, "--json"]);
        using var document = JsonDocument.Parse(run.Output);
        var expected = document.RootElement.GetProperty("queries").EnumerateArray().Single(query => Text(query, "id") == "query-7");
        foreach (var side in new[] { "proponents", "opponents" })
        {
            Assert.NotEmpty(expected.GetProperty(side).EnumerateArray());
            Assert.Equal(
                expected.GetProperty(side).EnumerateArray().Select(own => $"{Text(own, "id")} {own.GetProperty("score").GetDouble():g4}"),
                answer
                    .GetProperty(side)
                    .EnumerateArray()
                    .Select(own => $"{Text(own.GetProperty("row"), "id")} {own.GetProperty("score").GetDouble():g4}")
            );
        }
    }

    [Theory]
    [InlineData("flowers", "give --queries the rows to pick from")]
    [InlineData("farm", "is asked in words; leave --queries out", "--queries", "x.csv")]
    public async Task QueriesThatDoNotSuitTheFit_AreRefused(string name, string message, params string[] options)
    {
        var run = await CommandRun.Of(["serve", "--name", name, "--store", farm.Store, "--port", "0", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    private Task<RunningServer> ServeFarm(params string[] options) =>
        RunningServer.StartAsync(["--name", "farm", "--store", farm.Store, .. options]);

    private static async Task AssertRefused(HttpResponseMessage response, int status, string message)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(MediaTypeHeaderValue.Parse("application/problem+json"), response.Content.Headers.ContentType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(message, Text(problem, "detail"), StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
