using static TorchSharp.torch;

namespace DataWorth.Evaluation.Retraining;

/// <summary>Runs work on one thread of libtorch, as retrainings do, and sets the caller's number of threads back.</summary>
internal static class OneThread
{
    public static T Run<T>(Func<T> work)
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            return work();
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}
