namespace DataWorth.Cli.Pipelines;

/// <summary>The tasks of the evaluation.</summary>
internal enum TaskName
{
    /// <summary>Drawn glyphs and a small perceptron: needs no files.</summary>
    GlyphsMlp,

    /// <summary>Fashion-MNIST and a perceptron.</summary>
    FashionMnistMlp,

    /// <summary>CIFAR-10 and ResNet-9.</summary>
    Cifar10Resnet9,

    /// <summary>WikiText and a small model of GPT-2's layout.</summary>
    WikitextGpt2,
}
