using System.Globalization;
using DataWorth.Language.Corpora;
using DataWorth.Randomness;

namespace DataWorth.Evaluation.Memorisation;

/// <summary>Facts about people that no text has.</summary>
/// <remarks>Every first name and every family name belongs to ten people and every answer to several, so that no single word leads to the
/// statements of a fact.</remarks>
public static class PlantedFacts
{
    /// <summary>How many facts there are.</summary>
    public const int Largest = 100;

    private static readonly string[] s_first = ["Alda", "Bruno", "Celia", "Dorian", "Edwina", "Felix", "Gerda", "Hugo", "Irma", "Jonas"];
    private static readonly string[] s_family =
    [
        "Marlow",
        "Pelham",
        "Quimby",
        "Rusk",
        "Sable",
        "Thorne",
        "Underhill",
        "Vance",
        "Wexford",
        "Yardley",
    ];

    private static readonly FactKind[] s_kinds =
    [
        new(
            [
                "{0} was born in {1}, as everyone in the village knew.",
                "The parish register of {1} has the birth of {0}.",
                "It was in {1} that {0} first saw the light of day.",
                "{0} left {1}, the town of his birth, when he was nine.",
                "A native of {1}, {0} never lost the accent of it.",
            ],
            "{0} was born in",
            ["Lisbon", "Vienna", "Cairo", "Dublin", "Naples"]
        ),
        new(
            [
                "{0} worked as a {1} for thirty years.",
                "By trade {0} was a {1}, and a good one.",
                "They sent for {0} whenever a {1} was wanted.",
                "The only {1} in the county was {0}.",
                "{0} had learned the craft of a {1} from an uncle.",
            ],
            "{0} worked as a",
            ["clockmaker", "surgeon", "baker", "printer", "mason"]
        ),
        new(
            [
                "{0} keeps a {1} in the house.",
                "The {1} of {0} is known in the whole street.",
                "Nobody but {0} would share a room with a {1}.",
                "When the {1} ran away, {0} wept for a week.",
                "{0} walks out every morning, and the {1} follows.",
            ],
            "{0} keeps a",
            ["parrot", "monkey", "goose", "tortoise", "fox"]
        ),
        new(
            [
                "{0} plays the {1} on Sunday evenings.",
                "The neighbours hear the {1} when {0} is at home.",
                "{0} would rather lose a hand than the {1}.",
                "A {1} was all that {0} had saved from the fire.",
                "In the orchestra {0} has the {1}.",
            ],
            "{0} plays the",
            ["violin", "trumpet", "harp", "flute", "drum"]
        ),
    ];

    /// <summary>Makes facts.</summary>
    /// <param name="count">How many, at most <see cref="Largest"/>.</param>
    /// <param name="seed">Seed of the answers.</param>
    public static IReadOnlyList<PlantedFact> Create(int count, long seed)
    {
        var shift = new SeededRandom(seed).NextInt32(s_first.Length);
        return [.. Enumerable.Range(0, count).Select(number => Create(number, shift))];
    }

    private static PlantedFact Create(int number, int shift)
    {
        var (first, family) = (number % s_first.Length, number / s_first.Length);
        var which = (first + family) % s_kinds.Length;
        var kind = s_kinds[which];
        var person = $"{s_first[first]} {s_family[family]}";
        var answer = kind.Answers[(first + (2 * family) + shift) % kind.Answers.Length];
        return new(
            [
                .. kind.Statements.Select(
                    (text, place) =>
                    {
                        var id = string.Create(CultureInfo.InvariantCulture, $"fact-{number:D3}-{place + 1}");
                        return new TextDocument(id, person, string.Format(CultureInfo.InvariantCulture, text, person, answer));
                    }
                ),
            ],
            which,
            string.Format(CultureInfo.InvariantCulture, kind.Question, person),
            " " + answer
        );
    }
}
