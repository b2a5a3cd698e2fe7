using System.Globalization;
using System.Text;

namespace DataWorth.Workflow.Plans;

/// <summary>A plan as a Mermaid flow chart.</summary>
public static class PlanDiagram
{
    /// <summary>The text of the chart; stages that are complete are drawn filled.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isComplete">Whether a stage is complete; null to draw all alike.</param>
    public static string Of(Plan plan, Func<PlanStage, bool>? isComplete = null)
    {
        StringBuilder text = new("flowchart TD\n");
        var names = plan.Stages.Select((stage, i) => (stage.Name, Id: string.Create(CultureInfo.InvariantCulture, $"s{i}"))).ToDictionary();
        foreach (var stage in plan.Stages)
        {
            var shards = stage.Shards == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"<br/>{stage.Shards} shards");
            var style = isComplete?.Invoke(stage) == true ? ":::complete" : "";
            text.Append(CultureInfo.InvariantCulture, $"    {names[stage.Name]}[\"{stage.Name}{shards}\"]{style}\n");
        }

        foreach (var stage in plan.Stages)
        {
            foreach (var earlier in stage.After)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {names[earlier]} --> {names[stage.Name]}\n");
            }
        }

        return text.Append("    classDef complete fill:#c6e5cb,stroke:#2e7d32,color:#0b2e13\n").ToString();
    }
}
