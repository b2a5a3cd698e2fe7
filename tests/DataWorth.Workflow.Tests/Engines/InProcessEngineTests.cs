using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Engines.Local;

namespace DataWorth.Workflow.Tests.Engines;

public sealed class InProcessEngineTests : EngineSuite
{
    protected override bool HasProcesses => false;

    private protected override IEngine Create(EngineRig rig) => new LocalEngine(new(), rig.Context());
}
