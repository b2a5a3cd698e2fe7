using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Engines.Local;

namespace DataWorth.Workflow.Tests.Engines;

public sealed class ProcessEngineTests : EngineSuite
{
    private protected override bool KeepsTriesOfTheKilled => true;

    private protected override IEngine Create(EngineRig rig) => new LocalEngine(new() { Processes = 2 }, rig.Context());
}
