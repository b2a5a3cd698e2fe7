namespace DataWorth.Models.Networks;

/// <summary>A network whose inputs are tokens, [B, T]: rows are checked against its vocabulary before it meets them.</summary>
public interface ITokenNetwork
{
    /// <summary>Number of tokens V: tokens are 0 to V - 1.</summary>
    long VocabularySize { get; }
}
