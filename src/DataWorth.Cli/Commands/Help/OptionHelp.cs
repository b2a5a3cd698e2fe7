using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Text;

namespace DataWorth.Cli.Commands.Help;

/// <summary>Prints a topic of options, or one section of it.</summary>
internal static class OptionHelp
{
    /// <summary>Prints it.</summary>
    /// <param name="context">The command.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="name">Name of the section; null for all.</param>
    /// <exception cref="UserErrorException">There is no such section.</exception>
    public static void Write(CommandContext context, OptionTopic topic, string? name)
    {
        var sections = name is null ? topic.Sections : [Find(topic, name)];
        var common = name is null ? topic.Common : [];
        context.Write(
            new
            {
                Topic = topic.Name,
                topic.Usage,
                Common = common,
                Sections = sections.Select(section => section with { Options = Own(section, common) }),
            },
            output =>
            {
                foreach (var section in sections)
                {
                    Write(output, section, common, context.Console);
                }

                if (common.Count > 0)
                {
                    output.WriteLine($"options of all {topic.Name}:");
                    WriteTable(output, common, context.Console);
                    output.WriteLine();
                }

                output.WriteLine(topic.Usage);
            }
        );
    }

    /// <summary>Prints one section for people.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="section">The section.</param>
    /// <param name="common">Options that are left out.</param>
    /// <param name="console">Knows its width.</param>
    public static void Write(TextWriter output, OptionSection section, IReadOnlyList<OptionDescription> common, CommandConsole console)
    {
        output.WriteLine($"{section.Name}: {section.Summary}");
        WriteTable(output, Own(section, common), console);
        output.WriteLine();
    }

    private static IReadOnlyList<OptionDescription> Own(OptionSection section, IReadOnlyList<OptionDescription> common) =>
        [.. section.Options.Except(common)];

    private static OptionSection Find(OptionTopic topic, string name)
    {
        var names = topic.Sections.Select(section => section.Name).ToList();
        return topic.Sections.FirstOrDefault(section => section.Name == name)
            ?? throw new UserErrorException(
                $"There is no '{name}' among the {topic.Name}: {string.Join(", ", names)}."
                    + (ClosestName.Of(name, names) is { } nearest ? $" Did you mean '{nearest}'?" : "")
            );
    }

    private static void WriteTable(TextWriter output, IReadOnlyList<OptionDescription> options, CommandConsole console)
    {
        TextTable table = new("option", "default", "what it does");
        foreach (var option in options)
        {
            table.Add(option.Name, option.Default, $"{option.Sentence} ({option.Expected})");
        }

        table.Write(output, console);
    }
}
