using System.Text;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using DataWorth.Language.Tests.Networks;
using DataWorth.Models.Training;
using DataWorth.Tasks;
using DataWorth.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Language.Tests.Checkpoints;

/// <summary>Adapters change a base as their formula says, and can be what is tracked.</summary>
public sealed class LoraTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public static TheoryData<string> Names => FamilySamples.Names;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void AnAdaptedModel_ComputesWithTheSumOfTheWeights_AndASavedAdapterGivesTheSame(string name)
    {
        using var scope = NewDisposeScope();
        var input = tensor(new long[] { 3, 12, 0, 7 }, [1, 4]);
        using var model = Base(name);
        var plain = model.call(input);
        var adapter = LoraAdapter.Add(model, new() { Rank = 2, Alpha = 3 }, seed: 5);
        Assert.True((model.call(input) - plain).abs().max().item<float>() == 0, "a new adapter changes nothing");
        Move(model);
        var adapted = model.call(input);
        Assert.True((adapted - plain).abs().max().item<float>() > 1e-3);

        // W + α/r B A, in a model without adapter.
        using var merged = Base(name);
        using (no_grad())
        {
            foreach (var module in adapter.Modules)
            {
                var weights = model.state_dict();
                var change = 1.5 * weights[module + ".lora_B.weight"].matmul(weights[module + ".lora_A.weight"]); // [O, I]
                var weight = merged.get_parameter(module + ".weight")!;
                weight.add_(model is Gpt2 && !module.Contains("lm_head") ? change.t() : change);
            }
        }

        Reference.Close(Reference.Values(merged.call(input)), adapted, 1e-5);

        adapter.Save(_directory.Path);
        using var again = Base(name);
        var loaded = LoraAdapter.Load(again, _directory.Path);
        Assert.Equal(adapter.Modules, loaded.Modules);
        Assert.Equal(Reference.Values(adapted), Reference.Values(again.call(input)));

        // The base is saved without its adapter.
        var folder = Path.Combine(_directory.Path, "base");
        LanguageModelCheckpoint.Save(folder, again);
        using var opened = LanguageModelCheckpoint.Open(folder);
        Assert.Equal(Reference.Values(plain), Reference.Values(opened.call(input)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheAdaptersMatrices_CanBeTracked_WithTheGradientsOfAutograd(string name)
    {
        using var scope = NewDisposeScope();
        using var model = Base(name);
        LoraAdapter.Add(model, new() { Rank = 2 });
        Move(model);
        model.to(ScalarType.Float64);
        var modules = TrackedModules.Select(model, LoraAdapter.Selection);
        Assert.Equal(
            model.named_parameters().Where(entry => entry.name.Contains("lora_")).Select(entry => entry.name).Order(),
            modules.Parameters.Select(parameter => parameter.Name).Order()
        );
        var task = new LanguageModelingTask(model);
        using var batch = new ExampleBatch(
            ["a"],
            new Dictionary<string, Tensor> { ["Tokens"] = tensor(new long[] { 1, 2, 2, 8 }, [1, 4]) }
        );
        using var features = new FeatureBatch(batch.Ids, new GradientCollector(task, modules).Collect(batch));
        var rows = features.ToRows(modules.Layout, ScalarType.Float64, CPU);
        task.Loss(task.Forward(batch), batch).sum().backward();
        foreach (var parameter in modules.Parameters)
        {
            var block = Enumerable.Range(0, modules.Layout.Blocks.Count).Single(i => modules.Layout.Blocks[i].Name == parameter.Module);
            var actual = modules.Layout.Slice(rows, block).reshape(-1);
            var expected = model.get_parameter(parameter.Name)!.grad!.reshape(-1);
            Assert.True((actual - expected).abs().max().item<double>() < 1e-12, parameter.Name);
        }
    }

    [Fact]
    public void AnAdapterAsPeftWritesIt_IsLoaded_WithAList_OrARegularExpression()
    {
        foreach (var targets in (JsonNode[])[new JsonArray("q_proj", "v_proj"), @".*\.self_attn\.(q|v)_proj"])
        {
            WritePeft(json => json["target_modules"] = targets);
            using var model = Base("llama");
            var adapter = LoraAdapter.Load(model, _directory.Path);
            Assert.Equal(
                ["layers.0.self_attn.q_proj", "layers.0.self_attn.v_proj", "layers.1.self_attn.q_proj", "layers.1.self_attn.v_proj"],
                adapter.Modules
            );
            Assert.Equal(
                (2, 4, 0.05, true),
                (adapter.Options.Rank, adapter.Options.Alpha, adapter.Options.Dropout, adapter.Options.UsesRootScale)
            );
            Assert.Equal(0.5f, model.state_dict()["layers.1.self_attn.v_proj.lora_B.weight"][0, 0].item<float>());
        }
    }

    [Theory]
    [InlineData("use_dora", "true", "expected 'false'")]
    [InlineData("bias", "\"all\"", "expected '\"none\"'")]
    [InlineData("rank_pattern", """{"q_proj":4}""", "expected '{}'")]
    [InlineData("modules_to_save", """["lm_head"]""", "expected null")]
    [InlineData("peft_type", "\"IA3\"", "expected 'LORA'")]
    [InlineData("something_new", "1", "expected one of the keys of LoRA adapters")]
    [InlineData("target_modules", "\"all-linear\"", "expected a list of names, or a regular expression")]
    public void EveryKeyThatIsNotObeyed_IsRefusedByName(string key, string value, string expected)
    {
        WritePeft(json => json[key] = JsonNode.Parse(value));
        using var model = Base("llama");
        var path = Path.Combine(_directory.Path, "adapter_config.json");
        var found = value.StartsWith('"') ? value.Trim('"') : value;
        Assert.StartsWith(
            $"Configuration '{path}' has {key} = '{found}', {expected}",
            Assert.Throws<InvalidDataException>(() => LoraAdapter.Load(model, _directory.Path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AnAdapterOfAnotherModel_IsRefusedAsAWhole()
    {
        WritePeft(json => json["r"] = 3);
        using var model = Base("llama");
        var before = model.state_dict().Keys.ToArray();
        Assert.Contains(
            "does not fit an adapter of Llama: tensor 'layers.0.self_attn.q_proj.lora_A.weight' is [2, 8] in the file and [3, 8] in the network; ",
            Assert.Throws<CheckpointMismatchException>(() => LoraAdapter.Load(model, _directory.Path)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(before, model.state_dict().Keys);
        LoraAdapter.Add(model);
        Assert.Throws<ArgumentException>(() => LoraAdapter.Add(model));
        Assert.StartsWith(
            "No linear layer ends with one of 'nothing'.",
            Assert.Throws<ArgumentException>(() => LoraAdapter.Add(Base("llama"), new() { Targets = "nothing" })).Message,
            StringComparison.Ordinal
        );
    }

    private static LanguageModel Base(string name)
    {
        var model = FamilySamples.Of(name).Create();
        Reference.Disturb(model);
        model.eval();
        return model;
    }

    private static void Move(LanguageModel model)
    {
        using var unused = no_grad();
        foreach (var (_, parameter) in model.named_parameters().Where(entry => entry.name.Contains("lora_B")))
        {
            using var noise = Reference.Irregular(parameter.shape);
            parameter.add_(noise, 0.3);
        }
    }

    // The keys and names of peft 0.14.
    private void WritePeft(Action<JsonObject> change)
    {
        var json = JsonNode
            .Parse(
                """
                {"alpha_pattern": {}, "auto_mapping": null, "base_model_name_or_path": "base", "bias": "none", "eva_config": null,
                "exclude_modules": null, "fan_in_fan_out": false, "inference_mode": true, "init_lora_weights": true,
                "layer_replication": null, "layers_pattern": null, "layers_to_transform": null, "loftq_config": {}, "lora_alpha": 4,
                "lora_bias": false, "lora_dropout": 0.05, "megatron_config": null, "megatron_core": "megatron.core",
                "modules_to_save": null, "peft_type": "LORA", "r": 2, "rank_pattern": {}, "revision": null,
                "target_modules": ["q_proj", "v_proj"], "task_type": "CAUSAL_LM", "use_dora": false, "use_rslora": true}
                """
            )!
            .AsObject();
        change(json);
        _directory.Write("adapter_config.json", Encoding.UTF8.GetBytes(json.ToJsonString()));
        Dictionary<string, Tensor> tensors = [];
        for (var layer = 0; layer < 2; layer++)
        {
            foreach (var (part, outputs) in (ReadOnlySpan<(string, int)>)[("q_proj", 8), ("v_proj", 4)])
            {
                var name = $"base_model.model.model.layers.{layer}.self_attn.{part}";
                tensors[name + ".lora_A.weight"] = ones([2, 8]);
                tensors[name + ".lora_B.weight"] = full([outputs, 2], 0.5);
            }
        }

        using var writer = SafetensorsFile.Create(
            Path.Combine(_directory.Path, "adapter_model.safetensors"),
            tensors.Select(entry => new SafetensorsEntry(entry.Key, SafetensorsDType.F32, entry.Value.shape))
        );
        foreach (var entry in writer.Tensors)
        {
            writer.Write(entry.Name, tensors[entry.Name].bytes);
        }

        writer.Commit();
    }
}
