namespace DataWorth.Workflow.Azure.Durable;

/// <summary>What an orchestration is told: names and numbers, never data.</summary>
/// <param name="Digest">Digest of the plan.</param>
/// <param name="Lanes">Shards of a stage that are queued at a time.</param>
/// <param name="Attempts">Tries of a shard.</param>
/// <param name="Stages">The stages that are not complete.</param>
internal sealed record PlanInput(string Digest, int Lanes, int Attempts, IReadOnlyList<PlanInput.StageInput> Stages)
{
    /// <summary>A stage.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="After">The stages of the list that must be complete before.</param>
    /// <param name="Missing">Ranges of its missing shards: first and last, first and last, ...</param>
    internal sealed record StageInput(string Name, IReadOnlyList<string> After, IReadOnlyList<int> Missing)
    {
        /// <summary>Number of missing shards.</summary>
        public int Count
        {
            get
            {
                var count = 0;
                for (var i = 0; i < Missing.Count; i += 2)
                {
                    count += Missing[i + 1] - Missing[i] + 1;
                }

                return count;
            }
        }

        /// <summary>A missing shard by its position.</summary>
        public int At(int position)
        {
            var i = 0;
            while (position > Missing[i + 1] - Missing[i])
            {
                position -= Missing[i + 1] - Missing[i] + 1;
                i += 2;
            }

            return Missing[i] + position;
        }
    }
}
