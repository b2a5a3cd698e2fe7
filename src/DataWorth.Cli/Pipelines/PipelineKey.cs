using System.Globalization;
using System.Reflection;
using System.Text.Json;
using DataWorth.Cli.Hosting;

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
        [
            .. section
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite)
                .OrderBy(property => property.MetadataToken),
        ];

    /// <summary>Whether a type is a section: a record of this folder.</summary>
    public static bool IsSection(Type type) => type.IsClass && type.Namespace == typeof(PipelineKey).Namespace;

    /// <summary>The type of the items of a list of texts or sections; null for other types.</summary>
    public static Type? ItemOf(Type type) =>
        type.IsGenericType
        && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
        && type.GenericTypeArguments[0] is var item
        && (item == typeof(string) || IsSection(item))
            ? item
            : null;

    /// <summary>A value as a file would have it.</summary>
    public static string Show(object? value) =>
        value switch
        {
            Enum name => Of(name.ToString()),
            IEnumerable<int> list => $"[{string.Join(", ", list)}]",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };

    /// <summary>A value of an enumeration from its name in kebab case.</summary>
    /// <exception cref="UserErrorException">There is no such value.</exception>
    public static T Parse<T>(string text, string where)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value.ToString()) == text)
            {
                return value;
            }
        }

        var nearest = NearestName.Find(text, ValuesOf(typeof(T)));
        throw new UserErrorException(
            $"{where} is '{text}', expected one of: {string.Join(", ", ValuesOf(typeof(T)))}."
                + (nearest is null ? "" : $" Did you mean '{nearest}'?")
        );
    }
}
