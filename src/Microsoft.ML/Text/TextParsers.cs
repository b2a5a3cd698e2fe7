using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Reads a value from the text of a field that is not empty.</summary>
internal delegate bool TextParser<T>(ReadOnlyMemory<char> text, out T value);

/// <summary>The parser of each item type.</summary>
internal static class TextParsers
{
    private static readonly string[] s_true = ["1", "+1", "+", "t", "true", "y", "yes"];
    private static readonly string[] s_false = ["0", "-1", "-", "f", "false", "n", "no"];
    private static readonly string[] s_missing = ["?", "na", "n/a", "nan"];

    public static TextParser<T> For<T>(PrimitiveDataViewType type, char decimalMarker)
    {
        NumberFormatInfo format = Format(decimalMarker);
        Delegate parser = type switch
        {
            KeyDataViewType key when type.RawType == typeof(byte) => Key<byte>(key),
            KeyDataViewType key when type.RawType == typeof(ushort) => Key<ushort>(key),
            KeyDataViewType key when type.RawType == typeof(uint) => Key<uint>(key),
            KeyDataViewType key => Key<ulong>(key),
            _ when type.RawType == typeof(float) => Real(float.NaN, format),
            _ when type.RawType == typeof(double) => Real(double.NaN, format),
            _ when type.RawType == typeof(sbyte) => Integer<sbyte>(),
            _ when type.RawType == typeof(byte) => Integer<byte>(),
            _ when type.RawType == typeof(short) => Integer<short>(),
            _ when type.RawType == typeof(ushort) => Integer<ushort>(),
            _ when type.RawType == typeof(int) => Integer<int>(),
            _ when type.RawType == typeof(uint) => Integer<uint>(),
            _ when type.RawType == typeof(long) => Integer<long>(),
            _ when type.RawType == typeof(ulong) => Integer<ulong>(),
            BooleanDataViewType => new TextParser<bool>(Boolean),
            TimeSpanDataViewType => new TextParser<TimeSpan>((ReadOnlyMemory<char> text, out TimeSpan value) =>
                TimeSpan.TryParse(text.Span, CultureInfo.InvariantCulture, out value)),
            DateTimeDataViewType => new TextParser<DateTime>((ReadOnlyMemory<char> text, out DateTime value) =>
                DateTime.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value)),
            DateTimeOffsetDataViewType => new TextParser<DateTimeOffset>((ReadOnlyMemory<char> text, out DateTimeOffset value) =>
                DateTimeOffset.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.None, out value)),
            _ => new TextParser<ReadOnlyMemory<char>>(Text),
        };
        return (TextParser<T>)parser;
    }

    private static NumberFormatInfo Format(char decimalMarker) => decimalMarker == '.'
        ? NumberFormatInfo.InvariantInfo
        : new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NaNSymbol = "NaN" };

    private static TextParser<T> Real<T>(T notANumber, NumberFormatInfo format)
        where T : INumber<T> =>
        (ReadOnlyMemory<char> text, out T value) =>
        {
            if (T.TryParse(text.Span, NumberStyles.Float, format, out value))
                return true;
            value = notANumber;
            return IsOneOf(text.Span.Trim(), s_missing);
        };

    private static TextParser<T> Integer<T>()
        where T : INumber<T> =>
        (ReadOnlyMemory<char> text, out T value) => T.TryParse(text.Span, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    // The text counts keys from 0; one that is out of range, or no number, is missing.
    private static TextParser<T> Key<T>(KeyDataViewType type)
        where T : INumber<T> =>
        (ReadOnlyMemory<char> text, out T value) =>
        {
            bool isKey = ulong.TryParse(text.Span, NumberStyles.Integer, CultureInfo.InvariantCulture, out ulong index) && index < type.Count;
            value = isKey ? T.CreateChecked(index + 1) : T.Zero;
            return true;
        };

    private static bool Boolean(ReadOnlyMemory<char> text, out bool value)
    {
        value = IsOneOf(text.Span.Trim(), s_true);
        return value || IsOneOf(text.Span.Trim(), s_false);
    }

    private static bool Text(ReadOnlyMemory<char> text, out ReadOnlyMemory<char> value)
    {
        value = text;
        return true;
    }

    private static bool IsOneOf(ReadOnlySpan<char> text, string[] words)
    {
        foreach (string word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
