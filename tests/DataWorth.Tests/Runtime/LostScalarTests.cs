using System.Runtime.InteropServices;
using DataWorth.Runtime;

namespace DataWorth.Tests.Runtime;

public sealed class LostScalarTests
{
    [Fact]
    public void Repeat_GoesOn_AfterTheFault_AndOnlyThen()
    {
        var calls = 0;
        Assert.Equal(3, LostScalar.Repeat(() => ++calls < 3 ? throw new ExternalException("Unknown scalar type.") : calls));
        calls = 0;
        Assert.Throws<ExternalException>(() =>
            LostScalar.Repeat<int>(() =>
            {
                calls++;
                throw new ExternalException("mat1 and mat2 shapes cannot be multiplied");
            })
        );
        Assert.Equal(1, calls);
        Assert.Throws<ExternalException>(() => LostScalar.Repeat<int>(() => throw new ExternalException("Unknown scalar type.")));
    }
}
