using System.Text.Json;

namespace DataWorth.Artifacts;

/// <summary>Parses and checks the JSON of a safetensors header.</summary>
internal ref struct SafetensorsHeaderParser
{
    public const string MetadataName = "__metadata__";

    private readonly string _description;
    private readonly long _dataOffset;
    private readonly long _dataLength;
    private readonly Dictionary<string, string>? _otherTypes;
    private Utf8JsonReader _json;

    private SafetensorsHeaderParser(ReadOnlySpan<byte> json, long fileLength, string description, bool allowOtherTypes)
    {
        _json = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        _description = description;
        _dataOffset = 8 + json.Length;
        _dataLength = fileLength - _dataOffset;
        _otherTypes = allowOtherTypes ? new(StringComparer.Ordinal) : null;
    }

    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long fileLength, string description, bool allowOtherTypes = false)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            Throw.BadSafetensors(description, "its header does not begin with '{'. This is another kind of file");
        }

        try
        {
            return new SafetensorsHeaderParser(json, fileLength, description, allowOtherTypes).Parse();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not valid UTF-8 or UTF-16.
            Throw.BadSafetensors(description, $"its header is not valid JSON ({Throw.Reason(exception).TrimEnd('.')})");
            throw;
        }
    }

    private SafetensorsHeader Parse()
    {
        List<SafetensorsTensor> tensors = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Next(JsonTokenType.StartObject);
        while (NextName() is { } name)
        {
            if (!names.Add(name))
            {
                Throw.BadSafetensors(_description, $"its header names '{name}' twice");
            }

            if (name == MetadataName)
            {
                ReadMetadata(metadata);
            }
            else
            {
                tensors.Add(ReadTensor(name));
            }
        }

        if (_json.Read())
        {
            Throw.BadSafetensors(_description, "its header goes on after the closing '}'");
        }

        tensors.Sort(
            (left, right) => left.Offset != right.Offset ? left.Offset.CompareTo(right.Offset) : left.ByteCount.CompareTo(right.ByteCount)
        );
        CheckCoverage(tensors);
        if (_otherTypes is { } others)
        {
            tensors.RemoveAll(tensor => others.ContainsKey(tensor.Name));
        }

        return new SafetensorsHeader(tensors, metadata, _dataOffset, _dataOffset + _dataLength, _otherTypes);
    }

    private readonly void CheckCoverage(List<SafetensorsTensor> tensors)
    {
        var end = _dataOffset;
        var previous = "the header";
        foreach (var tensor in tensors)
        {
            if (tensor.Offset != end)
            {
                var fault = tensor.Offset < end ? "overlaps" : "leaves a gap after";
                Throw.BadSafetensors(
                    _description,
                    $"tensor '{tensor.Name}' begins at byte {tensor.Offset - _dataOffset} and {fault} {previous}, which ends at byte "
                        + $"{end - _dataOffset}"
                );
            }

            end = tensor.Offset + tensor.ByteCount;
            previous = $"tensor '{tensor.Name}'";
        }

        if (end != _dataOffset + _dataLength)
        {
            var fault = end > _dataOffset + _dataLength ? "The write was interrupted" : "Bytes were appended";
            Throw.BadSafetensors(
                _description,
                $"its header describes {end - _dataOffset} bytes of data, but {_dataLength} follow. {fault}"
            );
        }
    }

    private SafetensorsTensor ReadTensor(string name)
    {
        string? dtypeName = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        Next(JsonTokenType.StartObject);
        while (NextName() is { } member)
        {
            var repeated = member switch
            {
                "dtype" => dtypeName is not null,
                "shape" => shape is not null,
                "data_offsets" => offsets is not null,
                _ => false,
            };
            if (repeated)
            {
                Throw.BadSafetensors(_description, $"tensor '{name}' has '{member}' twice");
            }

            switch (member)
            {
                case "dtype":
                    Next(JsonTokenType.String);
                    dtypeName = _json.GetString();
                    break;
                case "shape":
                    shape = ReadNumbers(name, member);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(name, member);
                    break;
                default:
                    Throw.BadSafetensors(
                        _description,
                        $"tensor '{name}' has an unknown member '{member}'; expected dtype, shape and data_offsets"
                    );
                    break;
            }
        }

        if (dtypeName is null || shape is null || offsets is not [long begin, long end])
        {
            Throw.BadSafetensors(_description, $"tensor '{name}' lacks one of dtype, shape and data_offsets [begin, end]");
            return null;
        }

        return MakeTensor(name, dtypeName, shape, begin, end);
    }

    private readonly SafetensorsTensor MakeTensor(string name, string dtypeName, List<long> shape, long begin, long end)
    {
        var isKnown = SafetensorsDTypes.TryParse(dtypeName, out var dtype);
        if (!isKnown && _otherTypes is null)
        {
            var known = string.Join(", ", Enum.GetValues<SafetensorsDType>().Select(value => value.Name()));
            Throw.BadSafetensors(_description, $"tensor '{name}' has dtype '{dtypeName}', which is not supported; supported: {known}");
        }

        if (begin > end || end > _dataLength)
        {
            Throw.BadSafetensors(
                _description,
                $"tensor '{name}' spans bytes {begin} to {end}, but the file has {_dataLength} bytes of data. The write was interrupted "
                    + "or the header is damaged"
            );
        }

        if (!isKnown)
        {
            _otherTypes!.Add(name, dtypeName);
            return new SafetensorsTensor(name, dtype, shape, _dataOffset + begin, end - begin);
        }

        if (!SafetensorsShape.TryByteCount(dtype, shape, out var bytes) || bytes != end - begin)
        {
            Throw.BadSafetensors(
                _description,
                $"tensor '{name}' of dtype {dtypeName} and shape {SafetensorsShape.Text(shape)} does not fill its {end - begin} bytes"
            );
        }

        return new SafetensorsTensor(name, dtype, shape, _dataOffset + begin, bytes);
    }

    private void ReadMetadata(SortedDictionary<string, string> metadata)
    {
        // As the format's own library, which takes null for none.
        if (!_json.Read() || _json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Require(JsonTokenType.StartObject);
        while (NextName() is { } key)
        {
            Next(JsonTokenType.String);
            if (!metadata.TryAdd(key, _json.GetString()!))
            {
                Throw.BadSafetensors(_description, $"its metadata names '{key}' twice");
            }
        }
    }

    private List<long> ReadNumbers(string name, string member)
    {
        List<long> numbers = [];
        Next(JsonTokenType.StartArray);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var number) || number < 0)
            {
                Throw.BadSafetensors(
                    _description,
                    $"'{member}' of tensor '{name}' has an element that is not a whole number of at least 0"
                );
                continue;
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private string? NextName()
    {
        _json.Read();
        return _json.TokenType switch
        {
            JsonTokenType.PropertyName => _json.GetString(),
            JsonTokenType.EndObject => null,
            _ => throw new JsonException($"unexpected {_json.TokenType}"),
        };
    }

    private void Next(JsonTokenType expected)
    {
        _json.Read();
        Require(expected);
    }

    private readonly void Require(JsonTokenType expected)
    {
        if (_json.TokenType != expected)
        {
            Throw.BadSafetensors(_description, $"its header has {_json.TokenType} at byte {_json.TokenStartIndex}, expected {expected}");
        }
    }
}
