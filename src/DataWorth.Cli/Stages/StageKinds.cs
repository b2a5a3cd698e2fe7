namespace DataWorth.Cli.Stages;

/// <summary>Names of the kinds of stages in plans.</summary>
internal static class StageKinds
{
    public const string Rows = "rows";
    public const string Train = "train";
    public const string Map = "map";
    public const string Collect = "collect";
    public const string Curvature = "curvature";
    public const string Coefficients = "coefficients";
    public const string Fit = "fit";
    public const string Queries = "queries";
    public const string Score = "score";
    public const string TopK = "top-k";
    public const string Suspects = "suspects";
    public const string Report = "report";
    public const string Models = "models";
    public const string Retrain = "retrain";
    public const string Scores = "scores";
    public const string Removals = "removals";
    public const string Evaluate = "evaluate";
}
