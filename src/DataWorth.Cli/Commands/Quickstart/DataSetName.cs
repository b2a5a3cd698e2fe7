namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>The data sets that a pipeline can name.</summary>
internal enum DataSetName
{
    /// <summary>60,000 training and 10,000 test images of clothes, 28x28, 10 classes.</summary>
    FashionMnist,

    /// <summary>Glyphs drawn by the program, 28x28, 10 classes.</summary>
    Glyphs,
}
