namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>A query and what was found for it.</summary>
/// <param name="Row">Its row in the test images.</param>
/// <param name="Id">Its name.</param>
/// <param name="Predicted">The class that the model predicts; this prediction is what is attributed.</param>
/// <param name="True">The real class.</param>
/// <param name="Probability">The probability of the predicted class.</param>
/// <param name="Proponents">Rows of the training images with the highest scores, strongest first, with the scores.</param>
/// <param name="Opponents">The same for the lowest scores.</param>
internal sealed record QuickstartQuery(
    int Row,
    string Id,
    int Predicted,
    int True,
    double Probability,
    IReadOnlyList<(int Row, float Score)> Proponents,
    IReadOnlyList<(int Row, float Score)> Opponents
);
