using System.Reflection;
using System.Text.Json;

namespace DataWorth.Cli.Pipelines;

/// <summary>How C# names are written in a pipeline file.</summary>
internal static class PipelineKey
{
    /// <summary>"TrainCount" becomes "train-count".</summary>
    public static string Of(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    /// <summary>The key of a property.</summary>
    public static string Of(PropertyInfo property) => Of(property.Name);

    /// <summary>The names of an enumeration's values, as written in a file.</summary>
    public static IReadOnlyList<string> ValuesOf(Type enumeration) => [.. Enum.GetNames(enumeration).Select(Of)];

    /// <summary>The properties of a section in the order of declaration.</summary>
    public static IReadOnlyList<PropertyInfo> PropertiesOf(Type section) =>
        [.. section.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).OrderBy(property => property.MetadataToken)];

    /// <summary>Whether a type is a section: a record of this folder.</summary>
    public static bool IsSection(Type type) => type.IsClass && type.Namespace == typeof(PipelineKey).Namespace;
}
