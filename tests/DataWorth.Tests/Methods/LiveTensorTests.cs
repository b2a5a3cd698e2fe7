using DataWorth.Methods;

namespace DataWorth.Tests.Methods;

/// <summary>A fit that is used and disposed leaves no tensor behind.</summary>
[Collection(LiveTensorCollection.Name)]
public sealed class LiveTensorTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void UseAndDispose_LeavesNoLiveTensors(string name) =>
        RecipeLaws.UseAndDispose_LeavesNoLiveTensors((problem, change) => SmallFits.Estimator(problem, name, change));
}
