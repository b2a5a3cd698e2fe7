using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using DataWorth.Language.Tokenizers;
using DataWorth.Models.Networks;
using DataWorth.Tests.Shared.Processes;

namespace DataWorth.Cli.Tests.Run;

/// <summary>What a plan says of memory, beside the most that a process of the command has had.</summary>
public sealed class LanguageMemoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-memory-").FullName;

    public void Dispose() => TemporaryFolder.Remove(_folder);

    // The command itself has what a fit of a model of nothing takes. An allocator that keeps what was freed would take more, by chance:
    // large tensors are given back at once here.
    [Theory]
    [InlineData("llama", "float32", 1024)]
    [InlineData("llama", "bfloat16", 1024)]
    [InlineData("gpt2", "float32", 1024)]
    [InlineData("gpt2", "float32", 8192)]
    public async Task PlannedMemoryOfAFit_IsWithin15PercentOfWhatTheProcessTook(string family, string precision, int vocabulary)
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // the peak is read from /proc
        }

        var texts = string.Join(' ', Enumerable.Range(0, 3000).Select(place => $"word{place % 97}"));
        await File.WriteAllTextAsync(At("texts.txt"), texts);
        var tokenizer = BytePairTrainer.Train([texts[..200]], 300);
        Write(
            "tiny",
            new LlamaOptions
            {
                VocabularySize = 300,
                Positions = 32,
                Width = 8,
                InnerWidth = 8,
                Layers = 1,
                Heads = 1,
            }
        );
        Write(
            "model",
            family == "llama"
                ? new LlamaOptions
                {
                    VocabularySize = vocabulary,
                    Positions = 256,
                    Width = 256,
                    InnerWidth = 1024,
                    Layers = 4,
                    Heads = 4,
                }
                : new Gpt2Options
                {
                    VocabularySize = vocabulary,
                    Positions = 256,
                    Width = 256,
                    Layers = 4,
                    Heads = 4,
                }
        );
        await File.WriteAllTextAsync(
            At("plan.yaml"),
            "data: { path: texts.txt }\nqueries: { path: texts.txt }\n"
                + $"model: {{ kind: language-model, checkpoint: model, precision: {precision} }}\n"
                + "methods: { logra: { rank: 4, batch-size: 16 } }\n"
        );
        var plan = await CommandRun.Of($"plan {At("plan.yaml")} --store {At("store")} --json");
        Assert.True(plan.ExitCode == 0, plan.Messages);
        var planned = JsonDocument
            .Parse(plan.Output)
            .RootElement.GetProperty("stages")
            .EnumerateArray()
            .Max(stage => stage.GetProperty("memoryBytes").GetInt64());
        var (own, whole) = (await Peak("tiny", precision), await Peak("model", precision));
        Assert.True((double)(own + planned) / whole is >= 0.85 and <= 1.15, $"{own} + {planned}, measured {whole}");

        void Write(string name, LanguageModelOptions options)
        {
            using var model = options.Create();
            SeededInitialization.Apply(model, 1);
            LanguageModelCheckpoint.Save(At(name), model);
            tokenizer.Save(At(name));
        }
    }

    private string At(string path) => Path.Combine(_folder, path);

    private async Task<long> Peak(string model, string precision)
    {
        using var process = ProcessRun.Start(
            Path.Combine(AppContext.BaseDirectory, "DataWorth.Cli"),
            [
                "fit",
                "--data",
                At("texts.txt"),
                "--model",
                At(model),
                "--precision",
                precision,
                "--rank",
                "4",
                "--set",
                "batch-size=16",
                "--name",
                model,
                "--store",
                At($"{model}-store"),
            ],
            environment: new Dictionary<string, string?> { ["MALLOC_MMAP_THRESHOLD_"] = "1000000" }
        );
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        while (!process.WaitForExit(20))
        {
            peak = Math.Max(peak, HighWater(process));
        }

        Assert.True(process.ExitCode == 0, await output + await errors);
        return peak;
    }

    // The file of a process that has just ended has no such line.
    private static long HighWater(Process process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.Id}/status")
                .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : 1024 * long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
