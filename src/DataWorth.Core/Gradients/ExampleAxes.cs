using DataWorth.Tasks;

namespace DataWorth.Gradients;

/// <summary>Finds out by running one row alone what the dimensions of a module's values are: a first dimension that does not become 1 is not
/// the batch's, and a second one that does not become as short as the row are not the positions of the mask. Sizes alone can be equal by
/// accident.</summary>
internal sealed class ExampleAxes(AttributionTask task, TrackedModules modules)
{
    private readonly HashSet<(TrackedModule Module, int Use)> _shared = [];
    private readonly HashSet<(TrackedModule Module, int Use)> _unmasked = [];
    private bool _knowsShared;
    private bool _knowsPositions;

    /// <summary>Whether a use of a module has the same values for all examples of a batch.</summary>
    public bool IsShared(TrackedModule module, int use) => _shared.Contains((module, use));

    /// <summary>Whether the second dimension of what comes out may be the mask's positions.</summary>
    public bool HasPositions(TrackedModule module, int use) => !_unmasked.Contains((module, use));

    /// <summary>Runs a row alone, where something is not known yet that this batch can tell.</summary>
    public void Look(ExampleBatch batch)
    {
        if (batch.Count < 2 || (_knowsShared && _knowsPositions))
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        var mask = task.PositionMask(batch);
        var counts = mask is { } given && given.dim() == 2 ? given.ne(0).sum(1) : null; // [B]
        var isPadded = counts is not null && counts.min().item<long>() < mask!.shape[1];
        if (_knowsShared && (_knowsPositions || !isPadded))
        {
            return;
        }

        using var row = batch.Row(isPadded ? (int)counts!.argmin().item<long>() : 0);
        var alone = isPadded ? task.PositionMask(row) : null;
        // A mask of a fixed width is as wide for a row alone: it tells nothing.
        var length = alone is not null && alone.shape[^1] < mask!.shape[1] ? alone.shape[^1] : (long?)null;
        var uses = new Dictionary<TrackedModule, int>();
        using (var mode = EvaluationMode.Of(task))
        using (
            new ForwardHooks(
                modules.Modules,
                (module, input, output) =>
                {
                    var use = uses.GetValueOrDefault(module);
                    uses[module] = use + 1;
                    if (input.dim() > 0 && input.shape[0] != 1)
                    {
                        _shared.Add((module, use));
                    }
                    else if (length is not null && output.dim() > 2 && output.shape[1] != length)
                    {
                        _unmasked.Add((module, use));
                    }

                    return output;
                }
            )
        )
        {
            ModelRun.Forward(task, row);
        }

        (_knowsShared, _knowsPositions) = (true, _knowsPositions || length is not null);
    }
}
