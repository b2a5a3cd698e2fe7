namespace DataWorth.Tests;

/// <summary>A test that needs real data: skipped, with the reason printed, where they are absent. On a build machine (the variable CI is
/// set) that has a data directory it is not skipped but fails: what is missing there is missing by mistake.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataFactAttribute : FactAttribute
{
    /// <summary>Names the data.</summary>
    /// <param name="relativePaths">Files or directories below a data directory, such as 'tokenizers/gpt2'.</param>
    public DataFactAttribute(params string[] relativePaths)
    {
        if (relativePaths.FirstOrDefault(path => SharedData.Find(path) is null) is string missing && !SharedData.IsExpected)
        {
            Skip = $"needs '{missing}' in DATAWORTH_DATA or ../shared/data";
        }
    }
}
