using DataWorth.Artifacts;

namespace DataWorth.Models.Training;

/// <summary>A tensor of a checkpoint's file.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">Its element type in the file's words.</param>
/// <param name="Tensor">Type, shape and place; null if the element type is not known here.</param>
/// <param name="Reader">Reads it.</param>
internal sealed record SourceTensor(string Name, string Type, SafetensorsTensor? Tensor, SafetensorsReader Reader)
{
    /// <summary>All tensors of a file.</summary>
    public static List<SourceTensor> Of(SafetensorsReader reader) =>
        [
            .. reader.Tensors.Select(tensor => new SourceTensor(tensor.Name, tensor.DType.Name(), tensor, reader)),
            .. reader.Header.OtherTypes.Select(other => new SourceTensor(other.Key, other.Value, null, reader)),
        ];
}
