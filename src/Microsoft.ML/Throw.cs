using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Microsoft.ML;

/// <summary>Every exception of this assembly, in one place.</summary>
internal static class Throw
{
    internal const string NoCurrentRow =
        "The cursor has no current row: values can be read only after MoveNext returned true and before it returns false.";

    public static void IfNull(object value, string parameter) => ArgumentNullException.ThrowIfNull(value, parameter);

    public static void IfEmpty(string value, string parameter)
    {
        if (string.IsNullOrEmpty(value))
            throw new ArgumentNullException(parameter);
    }

    /// <summary>The package reports a failed check of an argument as ArgumentOutOfRangeException.</summary>
    public static void Unless([DoesNotReturnIf(false)] bool condition, string parameter, string message)
    {
        if (!condition)
            Argument(parameter, message);
    }

    /// <summary>As above; the message is composed only if the check failed, since some checks run once per row.</summary>
    public static void Unless(
        [DoesNotReturnIf(false)] bool condition,
        string parameter,
        [InterpolatedStringHandlerArgument(nameof(condition))] ref FailureMessage message)
    {
        if (!condition)
            Argument(parameter, message.ToString());
    }

    [DoesNotReturn]
    public static void Argument(string parameter, string message) => throw new ArgumentOutOfRangeException(parameter, message);

    [DoesNotReturn]
    public static void Invalid(string message) => throw new InvalidOperationException(message);

    [DoesNotReturn]
    public static T Invalid<T>(string message) => throw new InvalidOperationException(message);

    [DoesNotReturn]
    public static void NotSupported(string message) => throw new NotSupportedException(message);

    [DoesNotReturn]
    public static void ColumnMissing(string parameter, string role, string name, DataViewSchema schema) =>
        Argument(parameter, $"Could not find {role} column '{name}'. Columns: {Names(schema)}.");

    [DoesNotReturn]
    public static void SchemaMismatch(string parameter, string role, string name, string expected, string actual) =>
        Argument(parameter, $"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}");

    [DoesNotReturn]
    public static void Inactive(DataViewSchema.Column column) =>
        Argument(nameof(column), $"Column '{column.Name}' is not active in this cursor: name it in columnsNeeded of GetRowCursor.");

    [DoesNotReturn]
    public static void ForeignColumn(DataViewSchema.Column column, DataViewSchema schema) =>
        Argument(nameof(column), $"Column '{column.Name}' (index {column.Index}) is not of this schema. Columns: {Names(schema)}.");

    [DoesNotReturn]
    public static T GetterType<T>(DataViewSchema.Column column, Type asked) => throw new InvalidOperationException(
        $"Invalid TValue in GetGetter: column '{column.Name}' of type {column.Type} holds {Name(column.Type.RawType)}, got {Name(asked)}");

    /// <summary>A type's name as a reader of C# knows it, e.g. <c>VBuffer&lt;Single&gt;</c>.</summary>
    public static string Name(Type type) => type.IsArray ? Name(type.GetElementType()) + "[]"
        : !type.IsGenericType ? type.Name
        : $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";

    private static string Names(DataViewSchema schema) => string.Join(", ", schema.Where(column => !column.IsHidden).Select(column => column.Name));

    [InterpolatedStringHandler]
    public ref struct FailureMessage
    {
        private DefaultInterpolatedStringHandler _text;

        public FailureMessage(int literalLength, int formattedCount, bool condition, out bool isNeeded)
        {
            isNeeded = !condition;
            _text = isNeeded ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
        }

        public void AppendLiteral(string value) => _text.AppendLiteral(value);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public override string ToString() => _text.ToStringAndClear();
    }
}
