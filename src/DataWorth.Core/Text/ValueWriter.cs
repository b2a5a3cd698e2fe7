using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataWorth.Tasks;
using TorchSharp;

namespace DataWorth.Text;

/// <summary>Writes values so that no two different ones have one text, as far as the code that reads them could tell.</summary>
/// <param name="modules">Modules that have texts of their own; default none.</param>
/// <param name="isSettings">Whether what functions change by themselves is left out: caches, logs in fields.</param>
/// <param name="weights">Handles of tensors that have texts of their own; default none.</param>
internal sealed partial class ValueWriter(
    IEnumerable<nn.Module>? modules = null,
    bool isSettings = false,
    IReadOnlySet<nint>? weights = null
)
{
    private const int MostItems = 100_000;
    private const int Shortest = 64; // arrays of numbers that are written as numbers; longer ones as a digest
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly HashSet<object> _known = new(modules ?? [], ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> _open = new(ReferenceEqualityComparer.Instance);
    private MethodCode? _code;
    private object? _self;
    private bool _hasUnknown;

    /// <summary>The text of a setting of a module; null where it holds what has no text, such as another module.</summary>
    /// <param name="value">The value.</param>
    public string? TryWrite(object? value)
    {
        _hasUnknown = false;
        var text = Write(value);
        return _hasUnknown ? null : text;
    }

    /// <summary>The text of a value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">A function was made while the program runs, or a sequence is too long to be looked
    /// through.</exception>
    public string Write(object? value)
    {
        switch (value)
        {
            case null:
                return "null";
            case not null when ReferenceEquals(value, _self):
                return "itself";
            case Tensor { IsInvalid: false } tensor when weights?.Contains(tensor.Handle) ?? false:
                return _code is null ? Unknown("weight") : "weight";
            case string text:
                return Quoted(text);
            case bool or char:
                return $"{value.GetType().Name} {Quoted($"{value}")}";
            case Enum or Type:
                return $"{value.GetType()} {value}";
            case DateTime or DateTimeOffset or TimeOnly:
                return $"{value.GetType().Name} {((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)}";
            case nint or nuint when _code is null:
                return Unknown("an address");
            case IFormattable number when value is ValueType && value.GetType().Namespace is "System" or "System.Numerics":
                return $"{value.GetType().Name} {number.ToString(null, CultureInfo.InvariantCulture)}"; // the shortest text that reads back
            case Tensor tensor:
                return Digest(tensor);
            case Scalar { Type: ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 } scalar:
                return FormattableString.Invariant($"scalar {scalar.ToDouble()}");
            case Scalar { Type: not (ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64) } scalar:
                return FormattableString.Invariant($"scalar {scalar.ToInt64()}");
            case Delegate function:
                return string.Join(" + ", function.GetInvocationList().Select(Function));
            case AttributionTask task:
                return $"{task.GetType()} {(isSettings ? task.DescribeSettings() : task.Describe())}";
            case nn.Module module:
                return Module(module);
            case StringBuilder or Uri or Version or CultureInfo or JsonElement:
                return $"{value.GetType().Name} {Quoted($"{value}")}";
            case JsonNode node:
                return $"json {Quoted(node.ToJsonString())}";
            case JsonDocument document:
                return $"json {Quoted(document.RootElement.GetRawText())}";
            case Regex pattern:
                return FormattableString.Invariant($"pattern {Quoted($"{pattern}")} {pattern.Options:d}");
        }

        if ((_code is null || isSettings) && value is IEnumerable && value.GetType().GetInterfaces().Any(IsKept))
        {
            return Unknown("kept tensors");
        }

        if (_open.TryGetValue(value, out var depth))
        {
            return FormattableString.Invariant($"up {_open.Count - depth}");
        }

        _open.Add(value, _open.Count);
        try
        {
            return value switch
            {
                Array numbers => Items(numbers),
                IDictionary table => Table(table),
                IEnumerable list => Sequence(list),
                ITuple tuple => Sequence(Enumerable.Range(0, tuple.Length).Select(place => tuple[place])),
                IStrongBox box => Write(box.Value),
                _ when _code is not null && IsLazy(value.GetType()) => Write(
                    value.GetType().GetProperty(nameof(Lazy<>.Value))!.GetValue(value)
                ),
                _ => Object(value),
            };
        }
        finally
        {
            _open.Remove(value);
        }
    }

    /// <summary>The outermost field or variable in which two texts begin to differ; null where none is named.</summary>
    /// <param name="left">A text.</param>
    /// <param name="right">Another one.</param>
    public static string? NameOfDifference(string left, string right)
    {
        var same = left[..left.AsSpan().CommonPrefixLength(right)];
        List<string?> names = [null]; // of what is open
        foreach (Match part in Structure().Matches(same))
        {
            switch (part.Value[0])
            {
                case '"':
                    break;
                case '(' or '[' or '{':
                    names.Add(null);
                    break;
                case ')' or ']' or '}':
                    names.RemoveAt(names.Count - 1);
                    break;
                case ',' or ';':
                    names[^1] = null;
                    break;
                default:
                    names[^1] = part.Groups["name"].Value;
                    break;
            }
        }

        return names.Find(name => name is not null);
    }

    private string Items(Array items)
    {
        var type = items.GetType().GetElementType()!;
        var shape = string.Join(",", Enumerable.Range(0, items.Rank).Select(items.GetLength));
        if (type.IsPrimitive && items.Length > Shortest)
        {
            var bytes = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(items), Buffer.ByteLength(items));
            return $"{type.Name}[{shape}] {Hex(SHA256.HashData(bytes))}";
        }

        return $"{type.Name}[{shape}]{{{string.Join(",", items.Cast<object?>().Select(Write))}}}";
    }

    private string Table(IDictionary table)
    {
        List<string> entries = new(table.Count);
        foreach (DictionaryEntry entry in table)
        {
            entries.Add($"{Write(entry.Key)}:{Write(entry.Value)}");
        }

        return $"[{string.Join(",", entries)}]";
    }

    private string Sequence(IEnumerable list)
    {
        // Only what is computed as it is read may have no end.
        var items = list.Cast<object?>().Take(list is ICollection ? int.MaxValue : MostItems + 1).Select(Write).ToList();
        if (items.Count <= MostItems || list is ICollection)
        {
            return $"[{string.Join(",", items)}]";
        }

        return _code is null
            ? Unknown("a long sequence")
            : throw new ArgumentException(
                $"A function has captured a sequence ({list.GetType().Name}) of more than {MostItems} items, which no key can hold: give an "
                    + "array or a tensor."
            );
    }

    private string Object(object value)
    {
        var type = value.GetType();
        // Structs, records and what compilers make of 'new { }' are their values; of other objects the code says what it reads.
        if (type.IsValueType || type.Name.Contains("AnonymousType", StringComparison.Ordinal) || type.GetMethod("<Clone>$") is not null)
        {
            return Fields(value, type, _ => true);
        }

        if (_code is { } code && code.Knows(type))
        {
            code.Meet(type);
            return Fields(value, type, field => Wants(code, field));
        }

        return Unknown($"{type}");
    }

    // Made when it is asked for: the code that reads it asks.
    private static bool IsLazy(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Lazy<>);

    // Tensors under keys, such as masks by length, are kept to be used again: they come and go while a model runs.
    private static bool IsKept(Type type) =>
        type.IsGenericType
        && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
        && type.GetGenericArguments()[0] is { IsGenericType: true } item
        && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
        && item.GetGenericArguments()[1].IsAssignableTo(typeof(Tensor));

    private string Unknown(string text)
    {
        _hasUnknown = true;
        return text;
    }

    // Also private fields of base types.
    private string Fields(object target, Type type, Func<FieldInfo, bool> wants)
    {
        List<string> fields = [];
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            fields.AddRange(
                declaring
                    .GetFields(Declared)
                    .Where(field => !field.Name.StartsWith("<>9", StringComparison.Ordinal) && wants(field)) // functions that compilers keep
                    .OrderBy(field => field.Name, StringComparer.Ordinal)
                    .Select(field => $"{field.Name}={Write(field.GetValue(target))}")
            );
        }

        // Scopes have names that count the functions of a program.
        return $"{(type.Name.StartsWith("<>", StringComparison.Ordinal) ? "" : type)}({string.Join(",", fields)})";
    }

    /// <summary>What methods of an object of one's own compute: their code, and what it reads of the object.</summary>
    /// <param name="self">The object.</param>
    /// <param name="methods">The methods, at least one.</param>
    /// <returns>The text, and the code.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Write"/>.</exception>
    public (string Text, MethodCode Code) Methods(object self, IReadOnlyList<MethodInfo> methods)
    {
        _self = self;
        try
        {
            return Reading(methods, code =>
            {
                code.Meet(self.GetType());
                return Fields(self, self.GetType(), field => Wants(code, field));
            });
        }
        finally
        {
            _self = null;
        }
    }

    // One code for all functions that are reached: an object that one holds may be read by another.
    private string Function(Delegate function)
    {
        if (_code is { } outer)
        {
            outer.Add(function.Method);
            return $"{MethodCode.Name(function.Method)} of {Write(function.Target)}";
        }

        return Reading([function.Method], _ => Write(function.Target)).Text;
    }

    private (string Text, MethodCode Code) Reading(IReadOnlyList<MethodInfo> methods, Func<MethodCode, string> write)
    {
        var (code, hadUnknown) = (_code = new MethodCode(methods[0]), _hasUnknown);
        try
        {
            foreach (var method in methods.Skip(1))
            {
                code.Add(method);
            }

            // What virtual calls come to is found with the objects that they meet, and may read more of these.
            for (var known = 0; ; known = code.Methods)
            {
                code.MeetMade();
                var target = write(code);
                var statics = code
                    .Statics.Where(field => Wants(code, field))
                    .Select(field => $"{field.DeclaringType}.{field.Name}={Write(field.GetValue(null))}")
                    .ToList();
                if (code.Methods == known)
                {
                    return ($"{code.Text} of {target}({string.Join(",", statics)})", code);
                }
            }
        }
        finally
        {
            (_code, _hasUnknown) = (null, hadUnknown); // what the code cannot tell apart is no setting
        }
    }

    private bool Wants(MethodCode code, FieldInfo field) => code.Reads(field) && !(isSettings && code.Writes(field));

    // Weights and settings of the task's own modules have texts of their own.
    private string Module(nn.Module module)
    {
        if (_known.Contains(module))
        {
            return "module";
        }

        if (_code is null)
        {
            return Unknown("module");
        }

        var state = module.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal);
        return $"{ModelStructure.Of(module, isSettings)}({string.Join(",", state.Select(entry => $"{entry.Key}={Digest(entry.Value)}"))})";
    }

    private static string Digest(Tensor tensor)
    {
        if (tensor.IsInvalid || tensor.is_meta)
        {
            return "tensor";
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var dense = tensor.is_sparse ? tensor.to_dense() : tensor;
        var hash = SHA256.HashData(dense.detach().cpu().contiguous().bytes);
        return $"{tensor.dtype}[{string.Join(",", tensor.shape)}] {Hex(hash)}";
    }

    [GeneratedRegex(
        """
            "(\\.|[^"\\])*"?|[()\[\]{},;]|<?(?<name>\w+)(>k__BackingField)?=
            """,
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Structure();

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash)[..16];

    // With an end that no text has inside, in letters that every encoding has.
    private static string Quoted(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (var letter in text)
        {
            _ =
                letter is '"' or '\\' ? quoted.Append('\\').Append(letter)
                : char.IsAscii(letter) ? quoted.Append(letter)
                : quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }

        return quoted.Append('"').ToString();
    }
}
