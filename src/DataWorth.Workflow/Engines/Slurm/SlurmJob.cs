namespace DataWorth.Workflow.Engines.Slurm;

/// <summary>A task of a job array, as the controller knows it.</summary>
/// <param name="Id">Its id, <c>17_3</c>.</param>
/// <param name="State">Its state, such as RUNNING.</param>
/// <param name="Reason">Why it waits or has failed; where it runs.</param>
/// <param name="Stage">The stage that its comment names.</param>
/// <param name="Shards">The shards that the job's tasks compute.</param>
internal sealed record SlurmJob(string Id, string State, string Reason, string Stage, string Shards)
{
    /// <summary>Id of the whole array.</summary>
    public string Array => Id.Split('_')[0];

    /// <summary>Whether it waits, runs or will run again.</summary>
    public bool IsActive =>
        State
            is "PENDING"
                or "RUNNING"
                or "CONFIGURING"
                or "COMPLETING"
                or "SUSPENDED"
                or "REQUEUED"
                or "RESIZING"
                or "SIGNALING"
                or "STAGE_OUT"
                or "REQUEUE_HOLD"
                or "REQUEUE_FED";
}
