using System.Globalization;
using System.Reflection;
using DataWorth.Curvature;
using DataWorth.Gradients;
using DataWorth.Text;

namespace DataWorth.Methods;

/// <summary>Sets options from names and texts, as pipeline files and the command line give them.</summary>
/// <remarks>
/// Names are the property names in kebab-case (<c>batch-size</c>, <c>factor-rank</c>; module patterns as <c>modules.include</c>,
/// <c>modules.exclude</c>,
/// <c>modules.track-bias</c>). An option that the method cannot use is refused unless its value is the default. A damping is a number relative to the mean eigenvalue (<c>0.1</c>) or <c>absolute:0.001</c>.
/// </remarks>
public static class OptionsBinder
{
    /// <summary>A copy of the options with values set.</summary>
    /// <param name="options">Options to start from.</param>
    /// <param name="values">Texts by name.</param>
    /// <exception cref="ArgumentException">A name is unknown a text cannot be read, or the method cannot use an
    /// option; the message says what is possible.</exception>
    public static AttributionOptions Bind(AttributionOptions options, IReadOnlyDictionary<string, string> values)
    {
        var properties = Settable(options.GetType());
        var clone = (AttributionOptions)Clone(options);
        foreach (var (name, text) in values)
        {
            var dot = name.IndexOf('.');
            if (dot > 0 && name[..dot] == "modules")
            {
                var modules = Settable(typeof(ModuleSelection));
                var copy = Clone(clone.Modules);
                Set(copy, Find(modules, name[(dot + 1)..], "modules."), name, text);
                properties["modules"].SetValue(clone, copy);
                continue;
            }

            Set(clone, Find(properties, name, ""), name, text);
        }

        clone.Validate();
        return clone;
    }

    /// <summary>The names that <see cref="Bind"/> takes for a type of options, with the current values as text.</summary>
    public static IReadOnlyDictionary<string, string> Describe(AttributionOptions options)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, property) in Settable(options.GetType()))
        {
            if (name == "modules")
            {
                foreach (var (inner, member) in Settable(typeof(ModuleSelection)).Where(entry => IsReadable(entry.Value.PropertyType)))
                {
                    result["modules." + inner] = Text(member.GetValue(options.Modules));
                }
            }
            else if (IsReadable(property.PropertyType))
            {
                result[name] = Text(property.GetValue(options));
            }
        }

        return result;
    }

    /// <summary>Refuses options that a method cannot use and that do not have their defaults.</summary>
    internal static void RefuseUnused(AttributionOptions options, IEnumerable<UnusedOption> unused)
    {
        AttributionOptions? defaults = null;
        foreach (var (option, reason) in unused)
        {
            defaults ??= (AttributionOptions)Activator.CreateInstance(options.GetType())!;
            var property = options.GetType().GetProperty(option)!;
            if (Equals(property.GetValue(options), property.GetValue(defaults)))
            {
                continue;
            }

            var inner = Settable(typeof(ModuleSelection))
                .Where(_ => option == nameof(AttributionOptions.Modules))
                .Where(entry => !Equals(entry.Value.GetValue(options.Modules), entry.Value.GetValue(defaults.Modules)))
                .Select(entry => "." + entry.Key);
            Throw.UnusedOption(Kebab(option) + inner.FirstOrDefault(), reason);
        }
    }

    private static object Clone(object record) => record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;

    private static Dictionary<string, PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .GroupBy(property => property.Name)
            .ToDictionary(group => Kebab(group.Key), group => group.First());

    private static PropertyInfo Find(Dictionary<string, PropertyInfo> properties, string name, string prefix)
    {
        var known = properties
            .Where(entry => IsReadable(entry.Value.PropertyType))
            .Select(entry => entry.Key)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (properties.TryGetValue(name, out var property) && known.Contains(name))
        {
            return property;
        }

        Throw.UnknownOption(prefix + name, ClosestName.Of(name, known), known.Select(key => prefix + key));
        return null;
    }

    private static void Set(object target, PropertyInfo property, string name, string text)
    {
        try
        {
            property.SetValue(target, text == "null" && IsNullableText(property) ? null : Read(property.PropertyType, text));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            Throw.OptionText(
                name,
                text,
                type.IsEnum ? string.Join(", ", Enum.GetNames(type))
                    : type == typeof(Damping) ? "a number, or absolute:NUMBER"
                    : type.Name
            );
        }
    }

    // Whether "null" means that there is no text: types do not say it of strings.
    private static bool IsNullableText(PropertyInfo property) =>
        property.PropertyType == typeof(string) && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private static bool IsReadable(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum
            || type == typeof(string)
            || type == typeof(bool)
            || type == typeof(int)
            || type == typeof(long)
            || type == typeof(double)
            || type == typeof(Damping);
    }

    private static object? Read(Type type, string text)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return text is "" or "null" ? null : Read(inner, text);
        }

        if (type.IsEnum)
        {
            return Enum.Parse(type, text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        }

        if (type == typeof(Damping))
        {
            return text.StartsWith("absolute:", StringComparison.Ordinal)
                ? Damping.Absolute(double.Parse(text["absolute:".Length..], CultureInfo.InvariantCulture))
                : Damping.Relative(double.Parse(text, CultureInfo.InvariantCulture));
        }

        return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
    }

    private static string Text(object? value) =>
        value switch
        {
            null => "null",
            Damping damping => damping.IsRelative
                ? damping.Value.ToString("R", CultureInfo.InvariantCulture)
                : "absolute:" + damping.Value.ToString("R", CultureInfo.InvariantCulture),
            Enum or bool => value.ToString()!.ToLowerInvariant(),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    private static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
