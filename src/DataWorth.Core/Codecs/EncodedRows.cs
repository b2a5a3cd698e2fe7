using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>A reusable buffer of encoded features: for each stored tensor one contiguous tensor [capacity, ...]. What is read from a store
/// lies on the processor until <see cref="To"/>.</summary>
public sealed class EncodedRows : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];

    private EncodedRows(int count) => (Capacity, Count) = (count, count);

    /// <summary>Takes ownership of tensors [capacity, ...]; rows 0..count-1 are valid.</summary>
    internal EncodedRows(Dictionary<string, Tensor> tensors, int capacity, int count) =>
        (_tensors, Capacity, Count) = (tensors, capacity, count);

    /// <summary>Allocates room.</summary>
    /// <param name="tensors">What the codec stores.</param>
    /// <param name="capacity">Number of examples that fit.</param>
    /// <param name="device">Where; null (the default) for the processor.</param>
    public EncodedRows(IReadOnlyList<StoredTensor> tensors, int capacity, Device? device = null)
    {
        Capacity = capacity;
        foreach (var stored in tensors)
        {
            _tensors.Add(stored.Name, empty([capacity, .. stored.RowShape], stored.Type, device ?? CPU).DetachFromDisposeScope());
        }
    }

    /// <summary>Number of examples that fit.</summary>
    public int Capacity { get; }

    /// <summary>Number of examples that are there; rows 0..Count-1 are valid.</summary>
    public int Count { get; set; }

    /// <summary>Where the buffers lie; the processor where there are none.</summary>
    public Device Device => _tensors.Values.FirstOrDefault()?.device ?? CPU;

    /// <summary>The whole buffer of one stored tensor, [capacity, ...].</summary>
    public Tensor this[string name] => _tensors[name];

    /// <summary>The valid rows of one stored tensor, a view [Count, ...].</summary>
    public Tensor Rows(string name) => _tensors[name].narrow(0, 0, Count);

    /// <summary>Appends a batch of features as a codec stores them, and its scalars.</summary>
    /// <param name="features">The features.</param>
    /// <param name="codec">The codec whose tensors these are.</param>
    /// <param name="layout">Blocks of the features.</param>
    internal void Append(FeatureBatch features, IFeatureCodec codec, FeatureLayout layout)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, values) in features.Scalars)
        {
            this[name].narrow(0, Count, features.Count).copy_(values);
        }

        var device = features.Blocks[0].Device;
        if (device.type == Device.type)
        {
            codec.Encode(features, layout, this);
            return;
        }

        // On a GPU the rows are made there and come over whole: a copy of each block would wait for the GPU each time.
        var tensors = codec.Describe(layout);
        using var made = new EncodedRows(tensors, features.Count, device);
        codec.Encode(features, layout, made);
        foreach (var tensor in tensors)
        {
            this[tensor.Name].narrow(0, Count, features.Count).copy_(made.Rows(tensor.Name));
        }

        Count += features.Count;
    }

    /// <summary>Rows first..first+count-1 as a buffer of their own, a view of this one.</summary>
    /// <param name="first">First row.</param>
    /// <param name="count">How many.</param>
    public EncodedRows Part(int first, int count)
    {
        var part = new EncodedRows(count);
        foreach (var (name, tensor) in _tensors)
        {
            part._tensors.Add(name, tensor.narrow(0, first, count).DetachFromDisposeScope());
        }

        return part;
    }

    /// <summary>The valid rows on a device: views of this buffer where they are there already, else copies.</summary>
    /// <param name="device">The device.</param>
    public EncodedRows To(Device device)
    {
        var moved = new EncodedRows(Count);
        foreach (var (name, tensor) in _tensors)
        {
            using var scope = NewDisposeScope();
            moved._tensors.Add(name, tensor.narrow(0, 0, Count).to(device).DetachFromDisposeScope());
        }

        return moved;
    }

    /// <summary>Frees the buffers.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
