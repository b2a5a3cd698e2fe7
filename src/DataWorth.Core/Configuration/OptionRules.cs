using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace DataWorth.Configuration;

/// <summary>What every record of options keeps: numbers within the <see cref="RangeAttribute"/> of their member, values of enumerations
/// that these have, and no value that changes nothing.</summary>
public static class OptionRules
{
    /// <summary>Checks every member that has a <see cref="RangeAttribute"/> or is of an enumeration; the items of a list one by one, null
    /// never.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or no value of the enumeration; the message names member,
    /// number and what is allowed.</exception>
    public static void CheckRanges(object options)
    {
        foreach (var property in Members(options))
        {
            var range = property.GetCustomAttribute<RangeAttribute>();
            var value = property.GetValue(options);
            foreach (var item in value as IEnumerable ?? (value is null ? [] : new[] { value }))
            {
                if (range is not null && !OptionRange.Contains(range, item))
                {
                    CoreThrow.Range(property.Name, item, OptionRange.Text(range));
                }

                if (item is Enum && !Enum.IsDefined(item.GetType(), item))
                {
                    CoreThrow.Range(property.Name, item, $"one of: {string.Join(", ", Enum.GetNames(item.GetType()))}");
                }
            }
        }
    }

    /// <summary>Refuses null where a member's type does not allow it, also as an item of a list.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentNullException">A member is null; it is named.</exception>
    internal static void CheckNulls(object options)
    {
        NullabilityInfoContext nullability = new();
        foreach (var property in Members(options).Where(member => !member.PropertyType.IsValueType))
        {
            if (nullability.Create(property).ReadState != NullabilityState.NotNull)
            {
                continue;
            }

            var value = property.GetValue(options);
            ArgumentNullException.ThrowIfNull(value, property.Name);
            foreach (var item in value as IEnumerable ?? Array.Empty<object>())
            {
                ArgumentNullException.ThrowIfNull(item, property.Name);
            }
        }
    }

    /// <summary>Refuses options that change nothing and do not have their defaults.</summary>
    /// <param name="options">The options.</param>
    /// <param name="unused">The members that change nothing, with the reason.</param>
    /// <param name="defaults">Options of the same type with the defaults; null for those of the constructor.</param>
    /// <exception cref="ArgumentException">There is one; the message has its name in kebab case and the reason.</exception>
    public static void RefuseUnused(object options, IEnumerable<UnusedOption> unused, object? defaults = null)
    {
        foreach (var (option, reason) in unused)
        {
            defaults ??= Activator.CreateInstance(options.GetType())!;
            var property = options.GetType().GetProperty(option)!;
            if (Difference(property.GetValue(options), property.GetValue(defaults)) is { } inner)
            {
                CoreThrow.UnusedOption(Key(option) + inner, reason);
            }
        }
    }

    /// <summary>Refuses a name that cannot be the first part of a file's name everywhere: one of letters, digits, '-', '_' and '.', not
    /// starting with '.', of at most 100 characters.</summary>
    /// <param name="member">Name of the property.</param>
    /// <param name="name">Its value.</param>
    /// <exception cref="ArgumentException">It is none; the message has the member in kebab case and the value.</exception>
    public static void CheckFileName(string member, string name)
    {
        if (
            name.Length is 0 or > 100
            || name[0] == '.'
            || !name.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.')
        )
        {
            CoreThrow.FileName(member, name);
        }
    }

    /// <summary>The name of a member in files and on the command line: "TrainCount" becomes "train-count".</summary>
    /// <param name="member">Name of the property.</param>
    public static string Key(string member) => JsonNamingPolicy.KebabCaseLower.ConvertName(member);

    // Null for equal values, "" for different ones, ".include" for sections that differ in this member.
    private static string? Difference(object? found, object? expected) =>
        Equals(found, expected) ? null
        : found is null || expected is null || found.GetType().GetMethod("<Clone>$") is null ? ""
        : Members(found)
            .Where(member => member.CanWrite && !Equals(member.GetValue(found), member.GetValue(expected)))
            .Select(member => "." + Key(member.Name))
            .FirstOrDefault("");

    private static PropertyInfo[] Members(object options) => options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
}
