using DataWorth.Randomness;
using DataWorth.Runtime;

namespace DataWorth.Core.Tests.Runtime;

public sealed class OpenMpPolicyTests
{
    [Fact]
    public void UsingTheLibrary_LetsThreadsSleep_UnlessTheUserDecided()
    {
        _ = new SeededRandom(0, 0);
        Assert.Equal(Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") ?? "passive", OpenMpPolicy.Current);
    }
}
