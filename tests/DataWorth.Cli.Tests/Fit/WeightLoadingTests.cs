using System.Text.Json;
using DataWorth.Language.Checkpoints;
using DataWorth.Models.Networks;
using TorchSharp;

namespace DataWorth.Cli.Tests.Fit;

/// <summary>The type in which weights are loaded, and adapters on them: kept with the fit, part of what it is.</summary>
public sealed class WeightLoadingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-weights-").FullName;

    public WeightLoadingTests()
    {
        TinyLanguage.Write(_folder);
        using var model = LanguageModelCheckpoint.Open(At("model"));
        var adapter = LoraAdapter.Add(model, new() { Rank = 2, Targets = "q_proj,v_proj" });
        SeededInitialization.Apply(model, 4);
        adapter.Save(At("adapter"));
    }

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Theory]
    [InlineData("bfloat16", "logra")]
    [InlineData("bfloat16", "lorif")]
    [InlineData("bfloat16", "ekfac")]
    [InlineData("bfloat16", "representation-similarity")]
    [InlineData("float16", "logra")]
    public async Task In16Bits_ScoresAreNearlyThoseOf32_AndQuestionsLoadTheSame(string precision, string method)
    {
        await Json(Fit("wide", method));
        var fit = await Json(Fit("narrow", $"{method} --precision {precision}"));
        Assert.Equal(0, fit.GetProperty("reusedExamples").GetInt32());
        var (wide, narrow) = (await Scores("wide"), await Scores("narrow"));
        Assert.NotEqual(wide, narrow);
        Assert.InRange(Cosine(wide, narrow), 0.98, 1);
        var answer = await CommandRun.Of(["ask", "The owl", "--max-tokens", "3", "--name", "narrow", "--json", .. Store.Split(' ')]);
        Assert.True(answer.ExitCode == 0, answer.Messages);
        var again = await Json(Fit("third", $"{method} --precision {precision}"));
        Assert.Equal(method == "ekfac" ? 0 : 6, again.GetProperty("reusedExamples").GetInt32());
    }

    [Fact]
    public async Task FitSays_InWhichTypeTheWeightsAre()
    {
        var wide = await CommandRun.Of($"{Fit("wide", "logra")} {Store}");
        Assert.Contains("weights of the checkpoint in float32\n", wide.Output, StringComparison.Ordinal);
        using (var model = LanguageModelCheckpoint.Open(At("model"), torch.ScalarType.BFloat16))
        {
            LanguageModelCheckpoint.Save(At("model"), model);
        }

        var stored = await CommandRun.Of($"{Fit("stored", "logra")} {Store}");
        Assert.Contains(
            "in float32 (the files have bfloat16; --precision bfloat16 takes half the memory and rounds more)",
            stored.Output,
            StringComparison.Ordinal
        );
        var narrow = await CommandRun.Of($"{Fit("narrow", "logra")} --precision bfloat16 --adapter {At("adapter")} {Store}");
        Assert.Contains("weights of the checkpoint in bfloat16, adapter 'adapter'\n", narrow.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAdapter_IsWhatIsTracked_UnlessTheBaseIsAskedFor()
    {
        var plain = await Modules("plain", "");
        Assert.DoesNotContain(plain, name => name.Contains("lora", StringComparison.Ordinal));
        string[] adapted = ["layers.0.self_attn.q_proj", "layers.0.self_attn.v_proj"];
        string[] own = [.. adapted.SelectMany(name => (string[])[name + ".lora_A", name + ".lora_B"])];
        Assert.Equal(own, await Modules("own", $"--adapter {At("adapter")}"));
        Assert.Equal(plain, await Modules("base", $"--adapter {At("adapter")} --track base"));
        Assert.Equal(plain.Concat(own).Order(), (await Modules("all", $"--adapter {At("adapter")} --track all")).Order());
        Assert.Equal(own[..1], await Modules("one", $"--adapter {At("adapter")} --set modules.include={own[0]}"));
        // The base computes with the adapter, tracked or not.
        Assert.NotEqual(await Scores("plain"), await Scores("base"));
        Assert.NotEqual(await Scores("own"), await Scores("all"));
    }

    [Theory]
    [InlineData("adapter/adapter_config.json")]
    [InlineData("adapter/adapter_model.safetensors")]
    [InlineData("model/model.safetensors")]
    public async Task BaseAndAdapter_AreBothPartOfTheFit(string file)
    {
        await Json(Fit("own", $"logra --adapter {At("adapter")}"));
        var bytes = await File.ReadAllBytesAsync(At(file));
        if (file.EndsWith("json", StringComparison.Ordinal))
        {
            var text = System.Text.Encoding.UTF8.GetString(bytes);
            Assert.Contains("\"lora_alpha\":16", text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(At(file), text.Replace("\"lora_alpha\":16", "\"lora_alpha\":12", StringComparison.Ordinal));
        }
        else
        {
            bytes[^3] ^= 0x10;
            await File.WriteAllBytesAsync(At(file), bytes);
        }

        var asked = await CommandRun.Of($"topk --name own --queries {At("texts/cow.txt")} {Store}");
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("with the adapter in", asked.Messages, StringComparison.Ordinal);
        Assert.Contains("is not that of fit 'own'", asked.Messages, StringComparison.Ordinal);
        var again = await Json(Fit("again", $"logra --adapter {At("adapter")}"));
        Assert.Equal(0, again.GetProperty("reusedExamples").GetInt32());
    }

    [Fact]
    public async Task APipeline_KeepsPrecisionAndAdapter()
    {
        await Json(Fit("own", $"logra --rank 4 --adapter {At("adapter")} --precision bfloat16"));
        await File.WriteAllTextAsync(
            At("farm.yaml"),
            $$"""
            data: { path: texts, block-is-packed: false }
            model: { kind: language-model, checkpoint: model, adapter: adapter, precision: bfloat16 }
            queries: { path: texts/cow.txt }
            methods: { logra: { rank: 4 } }
            store: {{At("store")}}
            outputs: { folder: out, top-k: 2 }
            """
        );
        var run = await CommandRun.Of($"run {At("farm.yaml")}");
        Assert.True(run.ExitCode == 0, run.Messages);
        Assert.Equal(await Scores("own"), await Scores("farm-logra"));
        await File.WriteAllTextAsync(At("adapter/README.md"), "changed");
        var plan = await CommandRun.Of($"plan {At("farm.yaml")} --json");
        Assert.True(plan.ExitCode == 0, plan.Messages);
        Assert.Equal(0, JsonDocument.Parse(plan.Output).RootElement.GetProperty("present").GetInt32());
    }

    [Fact]
    public async Task InspectModel_ShowsTheAdapter_AndWhatMethodsTakeWithIt()
    {
        var plain = await Inspect("");
        var own = await Inspect($"--adapter {At("adapter")} --precision bfloat16");
        var both = await Inspect($"--adapter {At("adapter")} --track all --data {At("texts")} --block-is-packed false");
        Assert.Contains(Tracked(own), name => name == "layers.0.self_attn.v_proj.lora_B");
        Assert.All(Tracked(own), name => Assert.Contains(".lora_", name, StringComparison.Ordinal));
        Assert.Equal(Tracked(plain).Count() + 4, Tracked(both).Count());
        Assert.True(RowBytes(own) < RowBytes(plain) && RowBytes(plain) < RowBytes(both));
        Assert.Equal(6, both.GetProperty("methods").GetProperty("logra").GetProperty("examples").GetInt32());
        var text = await CommandRun.Of($"inspect model --model {At("model")} --adapter {At("adapter")}");
        Assert.Contains("an example in the store", text.Output, StringComparison.Ordinal);
        var alone = await CommandRun.Of($"inspect model --model {At("adapter")}");
        Assert.Contains("is a LoRA adapter without the model", alone.Messages, StringComparison.Ordinal);
        var none = await CommandRun.Of("inspect model --model mlp");
        Assert.Contains("give --data, of which shape and classes are taken", none.Messages, StringComparison.Ordinal);

        static long RowBytes(JsonElement model) => model.GetProperty("methods").GetProperty("logra").GetProperty("rowBytes").GetInt64();

        static IEnumerable<string> Tracked(JsonElement model) =>
            model
                .GetProperty("modules")
                .EnumerateArray()
                .Where(module =>
                    module
                        .GetProperty("parameters")
                        .EnumerateArray()
                        .Any(one => one.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String)
                )
                .Select(module => module.GetProperty("name").GetString()!);

        async Task<JsonElement> Inspect(string options)
        {
            var run = await CommandRun.Of($"inspect model --model {At("model")} {options} --json");
            Assert.True(run.ExitCode == 0, run.Messages);
            return JsonDocument.Parse(run.Output).RootElement;
        }
    }

    [Theory]
    [InlineData(
        "--model {adapter}",
        "is a LoRA adapter without the model that it was put on. Give that with --model, and this one with --adapter"
    )]
    [InlineData("--model {model} --adapter {texts}", "--adapter is '{texts}', expected a folder with adapter_config.json")]
    [InlineData("--model {model} --track base", "--track says whose weights are tracked, the adapter's or the base's; give --adapter too")]
    [InlineData("--model {model} --adapter {adapter} --track some", "--track is 'some', expected")]
    [InlineData("--model {model} --precision float64", "--precision is 'float64', expected")]
    [InlineData("--model {model} --precision float16 --set model.precision=float16", "are the same; give one")]
    [InlineData("--model {model} --set model.layers=3", "layers")]
    [InlineData("--model {model} --set model.checkpoint=x", "--checkpoint says nothing here")]
    [InlineData(
        "--model gpt --train --precision bfloat16",
        "--precision says something of the folder of a language model, but --model is 'gpt'"
    )]
    [InlineData(
        "--model mlp --train --adapter {adapter}",
        "--adapter says something of the folder of a language model, but --model is 'mlp'"
    )]
    public async Task WhatCannotBeLoaded_IsSaid(string options, string message)
    {
        var run = await CommandRun.Of($"fit --data {At("texts")} {Filled(options)} {Store}");
        Assert.True(run.ExitCode == 2, run.Messages);
        Assert.Contains(Filled(message), run.Messages.ReplaceLineEndings(" "), StringComparison.Ordinal);

        string Filled(string text) =>
            new[] { "adapter", "model", "texts" }.Aggregate(
                text,
                (made, name) => made.Replace($"{{{name}}}", At(name), StringComparison.Ordinal)
            );
    }

    private static double Cosine(IReadOnlyList<double> a, IReadOnlyList<double> b) =>
        a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));

    private async Task<string[]> Modules(string name, string options)
    {
        var fit = await Json(Fit(name, $"logra {options}"));
        return [.. fit.GetProperty("modules").EnumerateArray().Select(module => module.GetString()!.Split(' ')[0])];
    }

    private async Task<double[]> Scores(string name)
    {
        var scores = await Json($"score --name {name} --queries {At("texts/cow.txt")} --candidates {At("texts")}");
        return [.. scores.GetProperty("candidates").EnumerateArray().Select(one => one.GetProperty("scores")[0].GetDouble())];
    }

    private string Fit(string name, string method) =>
        $"fit --data {At("texts")} --block-is-packed false --model {At("model")} --name {name} --method {method}";

    private string Store => $"--store {At("store")}";

    private string At(string path) => Path.Combine(_folder, path);

    private async Task<JsonElement> Json(string commandLine)
    {
        var run = await CommandRun.Of($"{commandLine} {Store} --json");
        Assert.True(run.ExitCode == 0, run.Messages);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}
