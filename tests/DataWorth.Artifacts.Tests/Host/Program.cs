namespace DataWorth.Artifacts.Tests;

/// <summary>The program that tests start, race and kill.</summary>
internal static class Program
{
    public static int Main(string[] arguments) => HostStages.Run(arguments);
}
