using System.Runtime.InteropServices;
using System.Text;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Language.Corpora;
using DataWorth.Language.Networks;
using DataWorth.Language.Tokenizers;
using DataWorth.Models.Networks;
using DataWorth.Stages;
using TorchSharp;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>Language models that were trained on the texts of a fit: vocabulary and weights are kept in the store.</summary>
internal static class TrainedGpt
{
    /// <summary>Name of the artifact kind of learned vocabularies.</summary>
    public const string Kind = "tokenizer";

    private const string Content = "tokenizer.json";

    /// <summary>Learns a vocabulary from texts, or takes the one that an earlier fit on them left in the store.</summary>
    /// <param name="texts">The texts; they are read once, and once more to learn.</param>
    /// <param name="size">Number of tokens at most.</param>
    /// <param name="store">The store.</param>
    /// <param name="keeps">Whether it is left in the store.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static (ArtifactKey Key, TextTokenizer Tokenizer) Learn(
        TextSource texts,
        int size,
        IArtifactStore store,
        bool keeps,
        CancellationToken cancellationToken
    )
    {
        var builder = new FingerprintBuilder().Add("vocabulary", size);
        using (var content = builder.AddContent("texts"))
        {
            foreach (var document in texts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                content.Append(Encoding.UTF8.GetBytes($"{document.Id}\0{document.Text.Length}\0"));
                content.Append(MemoryMarshal.AsBytes(document.Text.AsSpan()));
                content.Append(Encoding.UTF8.GetBytes(string.Join(',', document.Completions ?? [])));
            }
        }

        var key = builder.ToKey(Kind);
        if (TryRead(store, key) is { } known)
        {
            return (key, known);
        }

        var learned = BytePairTrainer.Train(texts.Select(document => document.Text), size, cancellationToken: cancellationToken);
        if (!keeps)
        {
            return (key, learned);
        }

        using var json = torch.tensor(Encoding.UTF8.GetBytes(learned.ToJson()));
        Dictionary<string, torch.Tensor> tensors = new() { [Content] = json };
        TensorArtifacts.Write(store, key, builder.Options, tensors, cancellationToken, content: Kind);
        return (key, TryRead(store, key)!);
    }

    /// <summary>A model without training: its first weights.</summary>
    /// <param name="options">Its sizes.</param>
    /// <param name="tokenizer">Its vocabulary.</param>
    /// <param name="seed">Seed of the weights.</param>
    public static Gpt2 Create(GptModelOptions options, TextTokenizer tokenizer, long seed)
    {
        var model = options.Shape(tokenizer.VocabularySize).Create();
        SeededInitialization.Apply(model, seed);
        model.to(ComputeDevice.Current).eval();
        return model;
    }

    /// <summary>Trains a model on blocks, or takes the weights that an earlier training of the same kind left in the store.</summary>
    /// <param name="model">The model; it gets the weights.</param>
    /// <param name="origin">Texts, sizes and training.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="store">The store.</param>
    /// <param name="display">Shows the progress.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static StoredTraining Train(
        LanguageModel model,
        TextOrigin origin,
        IEnumerable<TokenBlock> blocks,
        IArtifactStore store,
        ProgressDisplay display,
        CancellationToken cancellationToken
    ) =>
        StoredModel.Train(
            model,
            new FingerprintBuilder()
                .Add("network", origin.Gpt!.ToString())
                .Add("training", FitOrigin.TrainingText(origin.Training! with { Threads = null }))
                .Add("texts", origin.Vocabulary!)
                .Add("blocks", origin.Blocks.ToString()),
            store,
            () =>
            {
                using var rows = blocks.ToTensors();
                return StoredModel.Train(model, origin.Training!, rows, display, "train", cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Vocabulary and model of a fit.</summary>
    /// <param name="origin">What the fit was made from.</param>
    /// <param name="store">Its store.</param>
    /// <exception cref="UserErrorException">They are not in the store.</exception>
    public static (TextTokenizer Tokenizer, LanguageModel Model) Open(TextOrigin origin, IArtifactStore store)
    {
        if (TryRead(store, ArtifactKey.Parse(origin.Vocabulary!)) is { } tokenizer)
        {
            var model = Create(origin.Gpt!, tokenizer, seed: 0);
            if (StoredModel.TryLoad(model, store, ArtifactKey.Parse(origin.Weights!)))
            {
                return (tokenizer, model);
            }

            model.Dispose();
        }

        throw new UserErrorException(
            $"The trained model '{origin.Weights}' or its vocabulary '{origin.Vocabulary}' is not in {store.Description}. Fit again: the same "
                + "command trains it once more."
        );
    }

    private static ByteLevelTokenizer? TryRead(IArtifactStore store, ArtifactKey key)
    {
        if (TensorArtifacts.TryRead(store, key, torch.CPU) is not { } tensors)
        {
            return null;
        }

        using var json = tensors[Content];
        return ByteLevelTokenizer.ParseJson(Encoding.UTF8.GetString(json.bytes));
    }
}
