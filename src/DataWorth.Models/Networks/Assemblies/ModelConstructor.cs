using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DataWorth.Text;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks.Assemblies;

/// <summary>Finds the constructor of a network that arguments and data can fill, and calls it.</summary>
internal static class ModelConstructor
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
    };

    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    /// <summary>Calls the public constructor with the most parameters that can all be filled, and in which every argument is
    /// used.</summary>
    public static nn.Module<Tensor, Tensor> Call(Type type, JsonObject arguments, IReadOnlyList<long> itemShape, long classes)
    {
        var constructors = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).ToList();
        var given = arguments.ToDictionary(entry => Plain(entry.Key), entry => entry.Value);
        var chosen = constructors.Find(constructor => Fits(constructor.GetParameters(), given));
        if (chosen is null)
        {
            var names = constructors.SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name!).ToList();
            var unknown = arguments.Select(entry => entry.Key).FirstOrDefault(key => !names.Exists(name => Plain(name) == Plain(key)));
            NetworkThrow.NoConstructor(
                type.FullName!,
                constructors.Select(Text),
                arguments.Select(entry => entry.Key),
                unknown is null ? null : ClosestName.Of(unknown, names)
            );
        }

        var parameters = chosen.GetParameters();
        object?[] values =
        [
            .. parameters.Select(parameter =>
                given.TryGetValue(Plain(parameter.Name!), out var node) ? Value(type, parameter, node)
                : IsShape(parameter) ? itemShape.ToArray()
                : IsClasses(parameters, parameter) ? Convert.ChangeType(classes, parameter.ParameterType, null)
                : parameter.DefaultValue
            ),
        ];
        try
        {
            return (nn.Module<Tensor, Tensor>)chosen.Invoke(values);
        }
        catch (TargetInvocationException exception)
        {
            NetworkThrow.ConstructorFails(type.FullName!, exception.InnerException!);
            throw;
        }
    }

    private static bool Fits(ParameterInfo[] parameters, Dictionary<string, JsonNode?> given) =>
        given.Keys.All(key => parameters.Any(parameter => Plain(parameter.Name!) == key))
        && parameters.All(parameter =>
            given.ContainsKey(Plain(parameter.Name!)) || IsShape(parameter) || IsClasses(parameters, parameter) || parameter.HasDefaultValue
        );

    // By name, or the only list of numbers there is.
    private static bool IsShape(ParameterInfo parameter) =>
        parameter.ParameterType.IsAssignableFrom(typeof(long[])) && parameter.ParameterType != typeof(object);

    // By name, or the whole number after the shape.
    private static bool IsClasses(ParameterInfo[] parameters, ParameterInfo parameter) =>
        (parameter.ParameterType == typeof(long) || parameter.ParameterType == typeof(int))
        && (Plain(parameter.Name!) == "CLASSES" || (parameters.Length == 2 && parameter.Position == 1 && IsShape(parameters[0])));

    private static object? Value(Type type, ParameterInfo parameter, JsonNode? node)
    {
        var kind = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var text = (node as JsonValue)?.ToString();
        try
        {
            return text is null ? node.Deserialize(parameter.ParameterType, s_json)
                : kind == typeof(string) ? text
                : kind == typeof(bool) ? bool.Parse(text)
                : kind.IsEnum ? Enum.Parse(kind, text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true)
                : node.Deserialize(parameter.ParameterType, s_json);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException or NotSupportedException)
        {
            NetworkThrow.BadArgument(type.FullName!, Text(parameter), text ?? node?.ToJsonString() ?? "null", exception);
            throw;
        }
    }

    private static string Plain(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static string Text(ConstructorInfo constructor) => $"({string.Join(", ", constructor.GetParameters().Select(Text))})";

    private static string Text(ParameterInfo parameter) => $"{Text(parameter.ParameterType)} {parameter.Name}";

    // As the source says it; of an enumeration, what it can be.
    private static string Text(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? $"{Text(inner)}?"
        : type.IsArray ? $"{Text(type.GetElementType()!)}[]"
        : type.IsEnum ? $"{type.Name} ({string.Join(" | ", Enum.GetNames(type))})"
        : s_keywords.GetValueOrDefault(type, type.Name);
}
