namespace DataWorth.Gradients;

/// <summary>Implemented by a user's own module whose weight gradient has the form sum_t g_t a_t^T (or any other, by a class derived from
/// <see cref="TrackedModule"/>), so that it can be tracked beside Linear and convolutions.</summary>
public interface ITrackable
{
    /// <summary>The kind that selections choose it by. Default <see cref="ModuleKindTable.Linear"/>.</summary>
    string Kind => ModuleKindTable.Linear;

    /// <summary>Describes this module to the collector.</summary>
    /// <param name="name">The module's name in the model.</param>
    /// <param name="trackBias">Whether a bias is wanted: then the description's <see cref="TrackedModule.Bias"/> is the module's, if it has
    /// one.</param>
    TrackedModule Track(string name, bool trackBias);
}
