using System.Reflection;
using System.Runtime.CompilerServices;

namespace Contracts.Tests;

/// <summary>
/// What a program can name in an assembly, one line per type and member: kinds, names, types, parameter names, default values,
/// constraints. Overrides are left out, since they add nothing that can be named.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string[] Of(Assembly assembly) => [.. assembly.GetExportedTypes().SelectMany(Lines).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines(Type type)
    {
        yield return TypeLine(type);
        if (typeof(Delegate).IsAssignableFrom(type))
            yield break;
        string owner = TypeNames.Full(type);
        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            string? line = member switch
            {
                FieldInfo field => FieldLine(field),
                PropertyInfo property => PropertyLine(property),
                EventInfo @event when IsVisible(@event.AddMethod) => $"event {TypeNames.Short(@event.EventHandlerType!)} {@event.Name}",
                ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic => $"{Access(constructor)}new({Parameters(constructor)})",
                MethodInfo method => MethodLine(method),
                _ => null,
            };
            if (line is not null)
                yield return $"{owner} :: {line}";
        }
    }

    private static string TypeLine(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"delegate {TypeNames.Full(type)}({Parameters(invoke)}) : {TypeNames.Short(invoke.ReturnType)}{TypeNames.Constraints(type.GetGenericArguments())}";
        }
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => type.IsByRefLike ? "ref struct" : "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        if (type.IsEnum)
            return $"{kind} {TypeNames.Full(type)} : {TypeNames.Short(Enum.GetUnderlyingType(type))}";
        IEnumerable<Type> parents = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []);
        parents = parents.Except(parents.SelectMany(parent => parent.GetInterfaces())).Where(parent => parent.IsVisible);
        if (type.BaseType is { } parentClass && parentClass != typeof(object) && parentClass != typeof(ValueType))
            parents = parents.Prepend(parentClass);
        string list = string.Join(", ", parents.Select(type => TypeNames.Short(type)).Order(StringComparer.Ordinal));
        return $"{kind} {TypeNames.Full(type)}{(list.Length == 0 ? "" : $" : {list}")}{TypeNames.Constraints(type.GetGenericArguments())}";
    }

    private static string? FieldLine(FieldInfo field)
    {
        if (!(field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) || field.IsSpecialName)
            return null;
        if (field.DeclaringType!.IsEnum)
            return $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture)}";
        string access = field.IsPublic ? "" : "protected ";
        string kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        return $"{access}{kind}field {TypeNames.Short(field.FieldType, field)} {field.Name}";
    }

    private static string? PropertyLine(PropertyInfo property)
    {
        MethodInfo?[] accessors = [.. new[] { property.GetMethod, property.SetMethod }.Where(IsVisible)];
        if (accessors.Length == 0 || accessors.All(IsOverride))
            return null;
        string name = property.GetIndexParameters().Length == 0 ? property.Name : $"this[{string.Join(", ", property.GetIndexParameters().Select(Parameter))}]";
        string body = string.Concat(accessors.Select(accessor =>
            $"{(accessor!.IsPublic || accessors.All(other => !other!.IsPublic) ? "" : "protected ")}{(accessor == property.GetMethod ? "get; " : "set; ")}"));
        bool isProtected = accessors.All(accessor => !accessor!.IsPublic);
        return $"{(isProtected ? "protected " : "")}{Modifiers(accessors[0]!)}{TypeNames.Short(property.PropertyType, property)} {name} {{ {body}}}";
    }

    private static string? MethodLine(MethodInfo method)
    {
        bool isOperator = method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal);
        if (!IsVisible(method) || IsOverride(method) || (method.IsSpecialName && !isOperator) || method.Name == "Finalize")
            return null;
        Type[] arguments = method.GetGenericArguments();
        string generic = arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(type => TypeNames.Short(type)))}>";
        string extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Access(method)}{Modifiers(method)}{method.Name}{generic}({extension}{Parameters(method)}) : {TypeNames.Short(method.ReturnType, method.ReturnParameter)}{TypeNames.Constraints(arguments)}";
    }

    private static string Modifiers(MethodInfo method) =>
        method.DeclaringType!.IsInterface ? (method.IsStatic ? "static " : "")
        : method.IsStatic ? "static "
        : method.IsAbstract ? "abstract "
        : method is { IsVirtual: true, IsFinal: false } ? "virtual "
        : "";

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static bool IsVisible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static bool IsOverride(MethodInfo? method) => method!.GetBaseDefinition().DeclaringType != method.DeclaringType;

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string mode = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params "
            : !parameter.ParameterType.IsByRef ? ""
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : "ref ";
        string value = parameter.HasDefaultValue ? $" = {TypeNames.Value(parameter)}" : "";
        return $"{mode}{TypeNames.Short(parameter.ParameterType, parameter)} {parameter.Name}{value}";
    }
}
