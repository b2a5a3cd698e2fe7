using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Tests.Binding;

public sealed unsafe class AbiTests
{
    [Fact]
    public void Structures_HaveTheSameLayoutOnBothSides()
    {
        var native = stackalloc int[16];
        NativeMethods.Check(NativeMethods.dw_layout(native, 16));
        int[] managed =
        [
            sizeof(NativeValue), Offset<NativeValue>(nameof(NativeValue.Payload)), Offset<NativeValue>(nameof(NativeValue.Kind)),
            Offset<NativeValue>(nameof(NativeValue.Count)), sizeof(TensorInfo), Offset<TensorInfo>(nameof(TensorInfo.Sizes)),
            Offset<TensorInfo>(nameof(TensorInfo.Strides)), Offset<TensorInfo>(nameof(TensorInfo.Data)),
            Offset<TensorInfo>(nameof(TensorInfo.Dimensions)), Offset<TensorInfo>(nameof(TensorInfo.Elements)),
            Offset<TensorInfo>(nameof(TensorInfo.StorageOffset)), Offset<TensorInfo>(nameof(TensorInfo.Version)),
            Offset<TensorInfo>(nameof(TensorInfo.ScalarType)), Offset<TensorInfo>(nameof(TensorInfo.DeviceType)),
            Offset<TensorInfo>(nameof(TensorInfo.DeviceIndex)), Offset<TensorInfo>(nameof(TensorInfo.Flags)),
        ];

        Assert.Equal(16, managed[0]);
        Assert.Equal(managed, new ReadOnlySpan<int>(native, 16).ToArray());
    }

    [Fact]
    public void Structures_AreBlittable()
    {
        Assert.False(RuntimeHelpers.IsReferenceOrContainsReferences<NativeValue>());
        Assert.False(RuntimeHelpers.IsReferenceOrContainsReferences<TensorInfo>());
    }

    [Fact]
    public void Layout_WithAnotherNumberOfFields_IsRefused()
    {
        var error = Assert.Throws<ExternalException>(() => NativeMethods.Check(NativeMethods.dw_layout(null, 3)));
        Assert.Equal("the layout has 16 numbers, expected 3", error.Message);
    }

    [Fact]
    public void Schema_IsThatOfLibtorch() =>
        Assert.StartsWith("aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> ", Operator.Find("aten::add", "Tensor").Schema());

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
