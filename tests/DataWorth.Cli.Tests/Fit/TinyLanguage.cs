using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using DataWorth.Language.Tokenizers;
using DataWorth.Models.Networks;

namespace DataWorth.Cli.Tests.Fit;

/// <summary>Texts about animals, and a folder of a small language model with a tokenizer of its own.</summary>
internal static class TinyLanguage
{
    private static readonly (string Animal, string Sound)[] s_facts =
    [
        ("cow", "moo"),
        ("dog", "woof"),
        ("cat", "meow"),
        ("duck", "quack"),
        ("sheep", "baa"),
        ("owl", "hoot"),
    ];

    /// <summary>Writes texts/NAME.txt and model/.</summary>
    public static void Write(string folder)
    {
        var texts = Directory.CreateDirectory(Path.Combine(folder, "texts")).FullName;
        foreach (var (animal, sound) in s_facts)
        {
            File.WriteAllText(
                Path.Combine(texts, $"{animal}.txt"),
                $"The {animal} on the farm says {sound}. Hear the {animal}: {sound}, {sound}!"
            );
        }

        var tokenizer = BytePairTrainer.Train(Directory.EnumerateFiles(texts).Order().Select(File.ReadAllText), 300);
        var model = Path.Combine(folder, "model");
        Directory.CreateDirectory(model);
        tokenizer.Save(model);
        using Llama network = new(
            new()
            {
                VocabularySize = tokenizer.VocabularySize,
                Positions = 48,
                Width = 16,
                InnerWidth = 24,
                Layers = 1,
                Heads = 2,
                KeyValueHeads = 1,
            }
        );
        SeededInitialization.Apply(network, 1);
        LanguageModelCheckpoint.Save(model, network);
    }
}
