using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;

namespace DataWorth.Text;

/// <summary>What the numbers of a model or a function depend on besides weights, as text for keys: settings that a module holds, values
/// that a function has captured.</summary>
internal static class ValueText
{
    private const int Deepest = 4;

    /// <summary>A setting: numbers, texts, enums, lists and arrays of them, tensors (a digest), functions; null for everything
    /// else.</summary>
    /// <param name="value">The value.</param>
    public static string? Of(object? value) => Of(value, Deepest);

    /// <summary>Code and captured values of functions.</summary>
    /// <param name="functions">The functions; null where there is none.</param>
    public static string Of(params Delegate?[] functions) =>
        string.Join("; ", functions.Select(function => function is null ? "none" : Function(function, Deepest)));

    private static string? Of(object? value, int depth)
    {
        switch (value)
        {
            case null:
                return "null";
            case string text:
                return text;
            case Enum or bool or char or decimal or DateTime or TimeSpan or Guid:
                return Convert.ToString(value, CultureInfo.InvariantCulture);
            case nint or nuint:
                return null; // addresses
            case IFormattable number when value.GetType().IsPrimitive:
                return number.ToString(null, CultureInfo.InvariantCulture); // the shortest text that reads back
            case Tensor tensor:
                return Digest(tensor);
            case Delegate function:
                return depth == 0 ? null : Function(function, depth - 1);
            case nn.Module:
                return null; // weights and settings of registered modules have texts of their own
            case IEnumerable list when depth > 0:
                var items = list.Cast<object?>().Take(100_000).Select(item => Of(item, depth - 1)).ToList();
                return items.Contains(null) ? null : "[" + string.Join(",", items) + "]";
            default:
                return IsTuple(value.GetType()) ? FormattableString.Invariant($"{value}") : null;
        }
    }

    private static bool IsTuple(Type type) =>
        type.IsValueType && (type.FullName ?? "").StartsWith("System.ValueTuple", StringComparison.Ordinal);

    private static string Function(Delegate function, int depth)
    {
        MethodCode code = new(function.Method);
        return $"{code.Text}({string.Join(",", Captured(function.Target, code, depth))})";
    }

    /// <summary>Values of the fields that the code reads. Scopes of one method are objects that refer to each other.</summary>
    private static IEnumerable<string> Captured(object? target, MethodCode code, int depth)
    {
        if (target is null or nn.Module || depth == 0)
        {
            yield break;
        }

        const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var field in target.GetType().GetFields(Fields).Where(code.Reads).OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            var value = field.GetValue(target);
            if (value is not null && Of(value, depth) is { } text)
            {
                yield return $"{field.Name}={text}";
            }
            else if (field.FieldType.Name.StartsWith("<>c", StringComparison.Ordinal))
            {
                foreach (var inner in Captured(value, code, depth - 1))
                {
                    yield return inner;
                }
            }
        }
    }

    private static string Digest(Tensor tensor)
    {
        if (tensor.IsInvalid || tensor.is_meta || tensor.is_sparse)
        {
            return "tensor";
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var hash = SHA256.HashData(tensor.detach().cpu().contiguous().bytes);
        return $"{tensor.dtype}[{string.Join(",", tensor.shape)}] {Convert.ToHexStringLower(hash)[..16]}";
    }
}
