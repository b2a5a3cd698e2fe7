using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Contracts.Tests;

/// <summary>Names of types and values as C# writes them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
    };

    /// <summary>Without the namespace, e.g. <c>IList&lt;torch.Tensor&gt;</c>.</summary>
    public static string Short(Type type) => Short(type, new Queue<string?>());

    /// <summary>As <see cref="Short(Type)"/>, with the names of tuple elements that the member carries.</summary>
    public static string Short(Type type, ICustomAttributeProvider member)
    {
        var names = (TupleElementNamesAttribute?)member.GetCustomAttributes(typeof(TupleElementNamesAttribute), false).FirstOrDefault();
        return Short(type, new Queue<string?>(names?.TransformNames ?? []));
    }

    private static string Short(Type type, Queue<string?> names)
    {
        if (type.IsByRef)
            return Short(type.GetElementType()!, names);
        if (type.IsArray)
            return $"{Short(type.GetElementType()!, names)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer)
            return $"{Short(type.GetElementType()!, names)}*";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{Short(value, names)}?";
        if (type.IsGenericParameter)
            return type.Name;
        if (s_keywords.TryGetValue(type, out string? keyword))
            return keyword;
        Type[] arguments = type.GetGenericArguments();
        if (type.Namespace == "System" && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal))
        {
            // The names of a tuple's own elements come before those of tuples within it.
            string?[] own = [.. arguments.Select(_ => names.TryDequeue(out string? name) ? name : null)];
            return $"({string.Join(", ", arguments.Zip(own, (argument, name) => name is null ? Short(argument, names) : $"{Short(argument, names)} {name}"))})";
        }
        var chain = new List<Type>();
        for (Type? part = type; part is not null; part = part.DeclaringType)
            chain.Insert(0, part);
        int used = 0;
        return string.Join('.', chain.Select(part =>
        {
            int count = part.GetGenericArguments().Length - used;
            string own = count == 0 ? "" : $"<{string.Join(", ", arguments.Skip(used).Take(count).Select(argument => Short(argument, names)))}>";
            used += count;
            int tick = part.Name.IndexOf('`', StringComparison.Ordinal);
            return (tick < 0 ? part.Name : part.Name[..tick]) + own;
        }));
    }

    /// <summary>With the namespace.</summary>
    public static string Full(Type type) => $"{type.Namespace}.{Short(type)}";

    public static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(argument =>
    {
        var parts = new List<string>();
        GenericParameterAttributes attributes = argument.GenericParameterAttributes;
        bool isUnmanaged = argument.GetCustomAttributesData().Any(data => data.AttributeType.Name == "IsUnmanagedAttribute");
        if (isUnmanaged)
            parts.Add("unmanaged");
        else if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            parts.Add("struct");
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            parts.Add("class");
        parts.AddRange(argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(type => Short(type)));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", parts)}";
    }));

    /// <summary>The default value of a parameter.</summary>
    public static string Value(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsGenericParameter ? "default" : parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        string text => $"\"{text}\"",
        char character => character is '\t' ? "'\\t'" : $"'{character}'",
        bool flag => flag ? "true" : "false",
        Enum value => $"{Short(value.GetType())}.{value}",
        IFormattable number when parameter.ParameterType.IsEnum => $"{Short(parameter.ParameterType)}.{Enum.ToObject(parameter.ParameterType, number)}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        { } other => other.ToString()!,
    };
}
