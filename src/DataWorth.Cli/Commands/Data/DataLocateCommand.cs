using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Text;

namespace DataWorth.Cli.Commands.Data;

/// <summary>'dataworth data locate': the paths of a data set's files, downloading them if need be.</summary>
internal sealed class DataLocateCommand : DataWorthCommand
{
    private readonly Argument<string> _name = new("name") { Description = "The data set: " + string.Join(", ", Names()) + "." };

    /// <summary>Makes the command.</summary>
    public DataLocateCommand()
        : base("locate", "Print the paths of a data set's files; download them (with a checked SHA-256) if they are not there.") =>
        Arguments.Add(_name);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth data locate fashion-mnist", "print where the four files are")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var name = context.Get(_name)!;
        var set = KnownDataSet.All.FirstOrDefault(known => known.Name == name && known.Files.Count > 0) ?? throw Unknown(name);
        var locator = DataLocation.CreateLocator(null);
        var display = ProgressDisplay.For(context.Console);
        var paths = display.Run(() =>
        {
            using DownloadStages stages = new(display);
            return set
                .Files.Select(file => locator.LocateAsync(file, stages, context.CancellationToken).GetAwaiter().GetResult())
                .ToArray();
        });
        context.Write(
            new { Name = name, Files = paths },
            output =>
            {
                foreach (var path in paths)
                {
                    output.WriteLine(path);
                }
            }
        );
        return ExitCodes.Success;
    }

    private static IEnumerable<string> Names() => KnownDataSet.All.Where(set => set.Files.Count > 0).Select(set => set.Name);

    private static UserErrorException Unknown(string name)
    {
        var nearest = ClosestName.Of(name, Names());
        return new UserErrorException(
            $"There is no data set '{name}' with files, expected one of: {string.Join(", ", Names())}."
                + (nearest is null ? "" : $" Did you mean '{nearest}'?")
        );
    }
}
