using DataWorth.Randomness;
using DataWorth.Runtime;

namespace DataWorth.Core.Tests.Runtime;

public sealed class NativeSettingsTests
{
    [Theory]
    [InlineData("OMP_WAIT_POLICY", "passive")]
    [InlineData("THP_MEM_ALLOC_ENABLE", "1")]
    public void UsingTheLibrary_SetsWhatTheUserDidNot(string name, string value)
    {
        _ = new SeededRandom(0, 0);
        Assert.Equal(Environment.GetEnvironmentVariable(name) ?? value, NativeSettings.Current[name]);
    }
}
