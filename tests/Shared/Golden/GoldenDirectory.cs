namespace DataWorth.Golden;

/// <summary>Finds the reference arrays: DATAWORTH_GOLDEN, or 'shared/golden' beside the checkout.</summary>
internal static class GoldenDirectory
{
    public const string Missing = "needs mlp, conv and gpt.safetensors in DATAWORTH_GOLDEN or ../shared/golden";

    /// <summary>True on a build machine that has, or names, a directory of reference arrays: its tests do not skip.</summary>
    public static bool IsExpected =>
        Environment.GetEnvironmentVariable("CI") is { Length: > 0 }
        && (Environment.GetEnvironmentVariable("DATAWORTH_GOLDEN") is { Length: > 0 } || Candidates().Any(Directory.Exists));

    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("DATAWORTH_GOLDEN") is { Length: > 0 } given)
        {
            return IsComplete(given) ? given : null;
        }

        return Candidates().FirstOrDefault(IsComplete);
    }

    private static IEnumerable<string> Candidates()
    {
        for (DirectoryInfo? parent = new(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            yield return Path.Combine(parent.FullName, "shared", "golden");
        }
    }

    private static bool IsComplete(string directory) =>
        GoldenProblem.Models.All(model => File.Exists(Path.Combine(directory, model + ".safetensors")));
}
