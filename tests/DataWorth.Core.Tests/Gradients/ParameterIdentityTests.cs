using DataWorth.Gradients;

namespace DataWorth.Tests.Gradients;

public sealed class ParameterIdentityTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void TheSameParameter_IsRecognised_ThroughEveryReference(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var table = nn.Embedding(5, 3, dtype: type);
        var (first, second) = (table.weight!, table.weight!);
        Assert.NotEqual(first.Handle, second.Handle); // TorchSharp makes an object at each access
        Assert.Equal(ParameterIdentity.Of(first), ParameterIdentity.Of(second));
        Assert.Equal(ParameterIdentity.Of(first), ParameterIdentity.Of(table.get_parameter("weight")));
        var head = nn.Linear(3, 5, hasBias: false);
        head.weight = table.weight!;
        Assert.Equal(ParameterIdentity.Of(first), ParameterIdentity.Of(head.weight));
    }

    [Fact]
    public void OtherParameters_AreOthers()
    {
        using var scope = NewDisposeScope();
        var values = randn(4, 4);
        Tensor[] all =
        [
            values,
            values.clone(),
            values.view(16),
            values.t(),
            values.view(2, 8),
            values.narrow(0, 1, 3),
            values.narrow(0, 0, 3),
            ones([4, 4], device: META),
            ones([4, 4], device: META),
            empty(0),
            empty(0),
            eye(4).to_sparse(),
            eye(4).to_sparse(),
        ];
        Assert.Equal(all.Length, all.Select(tensor => ParameterIdentity.Of(tensor)).Distinct().Count());
        Assert.Null(ParameterIdentity.Of(null));
    }
}
