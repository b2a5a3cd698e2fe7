using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;

namespace DataWorth.Methods;

/// <summary>What the scoring of queries is prepared from.</summary>
/// <param name="Layout">Layout of the features.</param>
/// <param name="Codec">Codec of stored features; null when none are stored.</param>
/// <param name="Curvature">The fitted curvature.</param>
/// <param name="Damping">lambda.</param>
/// <param name="Groups">Which blocks are summed.</param>
/// <param name="Examples">Number of training examples N.</param>
public sealed record ScoringContext(
    FeatureLayout Layout,
    IFeatureCodec? Codec,
    ICurvature Curvature,
    Damping Damping,
    BlockGroups Groups,
    long Examples
);
