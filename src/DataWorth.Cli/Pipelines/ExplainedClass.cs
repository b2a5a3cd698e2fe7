namespace DataWorth.Cli.Pipelines;

/// <summary>Which class of a query is explained.</summary>
internal enum ExplainedClass
{
    /// <summary>The one that the model predicts.</summary>
    Prediction,

    /// <summary>The query's label.</summary>
    Label,
}
