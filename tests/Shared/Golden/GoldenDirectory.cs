namespace DataWorth.Golden;

/// <summary>Finds the reference arrays: DATAWORTH_GOLDEN, or 'shared/golden' beside the checkout.</summary>
internal static class GoldenDirectory
{
    public const string Missing = "needs mlp, conv and gpt.safetensors in DATAWORTH_GOLDEN or ../shared/golden";

    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("DATAWORTH_GOLDEN") is { Length: > 0 } given)
        {
            return IsComplete(given) ? given : null;
        }

        for (DirectoryInfo? parent = new(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            var candidate = Path.Combine(parent.FullName, "shared", "golden");
            if (IsComplete(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static bool IsComplete(string directory) =>
        GoldenProblem.Models.All(model => File.Exists(Path.Combine(directory, model + ".safetensors")));
}
